package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.flow.Flow;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One request and its answer, byte by byte.
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end in CR LF
class ExchangeTest {

  private static final String URL = "http://server/a?b=c";
  private static final String HEAD = "GET /a?b=c HTTP/1.1\r\nHost: server\r\n\r\n";

  /// Sends nothing of its own accord, so that all bytes can be said.
  static HttpClient bare() {
    return HttpClient.open(ExchangeTest::bare);
  }

  static ClientSettings bare(ClientSettings settings) {
    return settings.withoutHeader("User-Agent").withoutHeader("Accept").withoutUnpacking();
  }

  @TreadleTest
  void aRequestIsSentAndItsAnswerRead(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect(HEAD);
                  peer.send("HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX: y\r\n\r\nhello");
                  peer.expectEnd();
                });
        var client = bare()) {
      var response = client.get(URL);

      assertThat(response.status()).isEqualTo(Status.CREATED);
      assertThat(response.headers().first("x")).isEqualTo("y");
      assertThat(response.text()).isEqualTo("hello");
    }
  }

  @TreadleTest
  void whatEveryRequestHasIsSentUnlessItSaysOtherwise(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect(
                      "GET / HTTP/1.1\r\nHost: server\r\nUser-Agent: treadle\r\nAccept: */*\r\n"
                          + "Accept-Encoding: gzip, deflate\r\n\r\n");
                  peer.ok("");
                  peer.expect(
                      "GET / HTTP/1.1\r\nHost: server\r\nAccept: */*\r\nUser-Agent: me\r\n"
                          + "Accept-Encoding: gzip, deflate\r\n\r\n");
                  peer.ok("");
                });
        var client = HttpClient.open()) {
      client.get("http://server");
      client.send(Request.get("http://server").withHeader("User-Agent", "me"));
    }
  }

  @TreadleTest
  void contentInMemoryGoesWithItsLengthAndType(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect(
                      "POST /a?b=c HTTP/1.1\r\nHost: server\r\n"
                          + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello");
                  peer.ok("");
                });
        var client = bare()) {
      assertThat(client.post(URL, Content.text("hello")).isSuccess()).isTrue();
    }
  }

  @TreadleTest
  void aPostWithoutContentSaysSo(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect("POST /a?b=c HTTP/1.1\r\nHost: server\r\nContent-Length: 0\r\n\r\n");
                  peer.ok("");
                });
        var client = bare()) {
      assertThat(client.post(URL, Content.none()).isSuccess()).isTrue();
    }
  }

  @TreadleTest
  void contentOfUnknownLengthGoesInChunks(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect(
                      "POST /a?b=c HTTP/1.1\r\nHost: server\r\n"
                          + "Content-Type: application/octet-stream\r\n"
                          + "Transfer-Encoding: chunked\r\n\r\n"
                          + "0000000a\r\nhellohello\r\n0\r\n\r\n");
                  peer.ok("thanks");
                });
        var client = bare()) {
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                sink.write(bytes("hello"));
                sink.write(bytes(""));
                sink.write(bytes("hello"));
              });

      assertThat(client.post(URL, content).text()).isEqualTo("thanks");
    }
  }

  @TreadleTest
  void largePiecesBecomeChunksOfTheirOwn(Simulation simulation) throws Exception {
    var large = "x".repeat(20_000);
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.expect(
                      "00000001\r\na\r\n4e20\r\n" + large + "\r\n00000001\r\nb\r\n0\r\n\r\n");
                  peer.ok("");
                });
        var client = bare()) {
      var content =
          Content.flow(
              Flow.of(bytes("a"), bytes(large), bytes("b")), MediaType.BYTES, Content.UNKNOWN);

      assertThat(client.post(URL, content).isSuccess()).isTrue();
    }
  }

  @TreadleTest
  void aFlowOfKnownLengthGoesWithIt(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).endsWith("Content-Length: 6\r\n\r\n");
                  peer.expect("abcdef");
                  peer.ok("");
                });
        var client = bare()) {
      var content = Content.flow(Flow.of(bytes("abc"), bytes("def")), MediaType.BYTES, 6);

      assertThat(client.put(URL, content).isSuccess()).isTrue();
    }
  }

  @TreadleTest
  void contentThatIsShorterThanItSaidIsTheCallersMistake(Simulation simulation) throws Exception {
    try (var server = ScriptedServer.answering(simulation, "HTTP/1.1 200 OK\r\n\r\n");
        var client = bare()) {
      var content = Content.flow(Flow.of(bytes("abc")), MediaType.BYTES, 4);

      var mistake = thrownBy(IllegalStateException.class, () -> client.put(URL, content));

      assertThat(mistake).hasMessage("content: expected 4 bytes, as it said, found 3");
      simulation.awaitBlocked();
      assertThat(server.open()).isZero();
    }
  }

  @TreadleTest
  void contentThatIsLongerThanItSaidIsTheCallersMistake(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.answering(simulation, "HTTP/1.1 200 OK\r\n\r\n");
        var client = bare()) {
      var content = Content.flow(Flow.of(bytes("abc"), bytes("de")), MediaType.BYTES, 4);

      var mistake = thrownBy(IllegalStateException.class, () -> client.put(URL, content));

      assertThat(mistake).hasMessage("content: expected 4 bytes, as it said, found more");
    }
  }

  @TreadleTest
  void whatTheContentThrowsIsThrown(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.answering(simulation, "HTTP/1.1 200 OK\r\n\r\n");
        var client = bare()) {
      var content =
          Content.writing(
              MediaType.BYTES,
              _ -> {
                throw new IOException("no such file");
              });

      var failure = thrownBy(IOException.class, () -> client.put(URL, content));

      assertThat(failure).hasMessage("no such file").isNotInstanceOf(HttpException.class);
    }
  }

  @TreadleTest
  void anAnswerInChunksIsReadWithItsTrailers(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nChecksum: 7\r\n\r\n");
        var client = bare()) {
      var response = client.get(URL);

      assertThat(response.text()).isEqualTo("abcdefgh");
      assertThat(response.trailers().first("checksum")).isEqualTo("7");
    }
  }

  @TreadleTest
  void anAnswerWithoutLengthEndsWithTheConnection(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.0 200 OK\r\n\r\nall there is");
                });
        var client = bare()) {
      assertThat(client.get(URL).text()).isEqualTo("all there is");
      assertThat(client.get(URL).text()).isEqualTo("all there is");
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @TreadleTest
  void anAnswerToHeadHasNoContentWhateverItSays(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.answering(simulation, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
        var client = bare()) {
      assertThat(client.head(URL).bytes()).isEmpty();
      assertThat(client.head(URL).headers().contentLength()).hasValue(500);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void interimAnswersArePassedOver(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 204 No Content\r\n\r\n");
        var client = bare()) {
      assertThat(client.get(URL).status()).isEqualTo(Status.NO_CONTENT);
      assertThat(client.get(URL).status()).isEqualTo(Status.NO_CONTENT);
    }
  }

  @TreadleTest
  void interimAnswersWithoutEndAreRefused(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.answering(simulation, "HTTP/1.1 100 Continue\r\n\r\n".repeat(40));
        var client = bare()) {
      var failure = thrownBy(HttpException.Protocol.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage(
              "expected HTTP from server:80: expected at most 32 interim answers, found more");
    }
  }

  @TreadleTest
  void anAnswerThatIsNoHttpIsRefused(Simulation simulation) throws Exception {
    try (var server = ScriptedServer.answering(simulation, "220 mail.example ESMTP\r\n");
        var client = bare()) {
      var failure = thrownBy(HttpException.Protocol.class, () -> client.get(URL));

      assertThat(failure).hasMessageStartingWith("expected HTTP from server:80: ");
      simulation.awaitBlocked();
      assertThat(server.open()).isZero();
    }
  }

  @TreadleTest
  void anAnswerThatIsCutIsNotTakenForWhole(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
        var client = bare()) {
      var failure = thrownBy(HttpException.class, () -> client.get(URL));

      assertThat(failure)
          .isInstanceOf(HttpException.ConnectionLost.class)
          .hasMessage(
              "expected server:80 to send more than 4 bytes of its answer, and the connection"
                  + " broke: expected 6 more bytes of content, found the end of the connection");
    }
  }

  @TreadleTest
  void contentIsHeldBackUntilTheServerWantsIt(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).contains("Expect: 100-continue\r\n");
                  assertThat(simulation.clock().elapsed()).isZero();
                  peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                  peer.expect("hello");
                  peer.ok("good");
                });
        var client = bare()) {
      var request = Request.post(URL, Content.text("hello")).withExpectContinue();

      assertThat(client.send(request).text()).isEqualTo("good");
    }
  }

  @TreadleTest
  void contentIsNotHeldBackForLong(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.expect("hello");
                  assertThat(simulation.clock().elapsed()).hasSeconds(1);
                  peer.ok("good");
                });
        var client = bare()) {
      var request = Request.post(URL, Content.text("hello")).withExpectContinue();

      assertThat(client.send(request).text()).isEqualTo("good");
    }
  }

  @TreadleTest
  void contentThatTheServerDoesNotWantIsNotSent(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                  peer.expectEnd();
                });
        var client = bare()) {
      var request = Request.post(URL, Content.text("hello")).withExpectContinue();

      assertThat(client.send(request).text()).isEqualTo("big");
    }
  }

  @TreadleTest
  void anUploadStopsWhenTheServerSaysNoAndTakesNoMore(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                  dev.treadle.Treadle.sleep(java.time.Duration.ofSeconds(5));
                });
        var client = bare()) {
      var endless =
          Content.writing(
              MediaType.BYTES,
              sink -> {
                while (true) {
                  sink.write(ByteBuffer.allocate(10_000));
                }
              });

      var response = client.post(URL, endless);

      assertThat(response.status().code()).isEqualTo(413);
      assertThat(response.text()).isEqualTo("big");
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest
  void aHeadThatIsCutIsNoAnswer(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-");
                });
        var client = bare()) {
      var failure = thrownBy(HttpException.ConnectionLost.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage(
              "expected server:80 to answer GET http://server/a: expected the rest of a head,"
                  + " found the end of the connection");
    }
  }

  @TreadleTest
  void headsLargerThanTheBufferAreSent(Simulation simulation) throws Exception {
    var long1 = "v".repeat(30_000);
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.expect(
                      "PATCH /a?b=c HTTP/1.1\r\nHost: server\r\nLong: "
                          + long1
                          + "\r\nContent-Type: text/plain; charset=utf-8"
                          + "\r\nContent-Length: 1\r\n\r\nx");
                  peer.ok("");
                });
        var client = bare()) {
      var request =
          client
              .request(Method.PATCH, URL)
              .withHeader("Long", long1)
              .withContent(Content.text("x"));

      assertThat(client.send(request).isSuccess()).isTrue();
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// RFC 9110 section 10.1.1.
  @TreadleTest
  void whoDoesNotKnowHowToBeAskedIsNotAsked(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  if (String.valueOf(peer.readHead()).contains("Expect: 100-continue\r\n")) {
                    peer.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    peer.expectEnd();
                  } else {
                    peer.expect("hello");
                    peer.ok("good");
                  }
                });
        var client = bare()) {
      var asking = Request.post(URL, Content.text("hello")).withExpectContinue();
      var once = Request.post(URL, Content.text("hello").once()).withExpectContinue();

      assertThat(client.send(asking).text()).isEqualTo("good");
      assertThat(client.send(once).status().code()).isEqualTo(417);
    }
  }
}
