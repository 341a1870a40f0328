package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Content that is read as it comes.
class StreamTest {

  private static final String URL = "http://server/";
  private static final Request REQUEST = Request.get(URL);

  private static ScriptedServer sending(Simulation simulation, String body) {
    return ScriptedServer.start(
        simulation,
        peer -> {
          while (peer.readHead() != null) {
            peer.ok(body);
          }
        });
  }

  @TreadleTest
  void whatWasReadToItsEndLeavesTheConnectionToOthers(Simulation simulation) throws Exception {
    try (var server = sending(simulation, "hello");
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.stream(REQUEST, ResponseStream::text)).isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void whatWasNotReadCostsTheConnection(Simulation simulation) throws Exception {
    try (var server = sending(simulation, "x".repeat(100_000));
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.<Integer, IOException>stream(REQUEST, r -> r.status().code()))
            .isEqualTo(200);
      }

      assertThat(server.accepted()).isEqualTo(3);
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void whatIsHereAlreadyCostsNothing(Simulation simulation) throws Exception {
    try (var server = sending(simulation, "short");
        var client = ExchangeTest.bare()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.<Integer, IOException>stream(REQUEST, r -> r.status().code()))
            .isEqualTo(200);
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void aServerCannotSendFasterThanIsRead(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                  while (true) {
                    peer.send("x".repeat(100_000));
                  }
                });
        var client = ExchangeTest.bare()) {
      var sent =
          client.<Long, IOException>stream(
              REQUEST,
              r -> {
                r.read(ByteBuffer.allocate(1000));
                simulation.awaitBlocked();
                return simulation.network().host("server").statistics().bytes();
              });

      assertThat(sent).isLessThan(1_000_000);
    }
  }

  @TreadleTest
  void aFlowHasAllOfIt(Simulation simulation) throws Exception {
    try (var _ = sending(simulation, "x".repeat(100_000));
        var client = ExchangeTest.bare()) {
      var count = new int[1];

      client.<String, IOException>stream(
          REQUEST,
          r -> {
            r.flow().forEach(piece -> count[0] += piece.remaining());
            return "done";
          });

      assertThat(count[0]).isEqualTo(100_000);
    }
  }

  @TreadleTest
  void whatTheBlockThrowsIsThrownAsItIs(Simulation simulation) throws Exception {
    try (var _ = sending(simulation, "hello");
        var client = ExchangeTest.bare()) {
      var own = new Exception("mine");

      var thrown =
          thrownBy(
              Exception.class,
              () ->
                  client.<String, Exception>stream(
                      REQUEST,
                      _ -> {
                        throw own;
                      }));

      assertThat(thrown).isSameAs(own);
    }
  }

  @TreadleTest
  void theAnswerCannotBeReadOutsideTheBlock(Simulation simulation) throws Exception {
    try (var _ = sending(simulation, "x".repeat(100_000));
        var client = ExchangeTest.bare()) {
      var escaped = client.<ResponseStream, IOException>stream(REQUEST, r -> r);

      assertThat(escaped.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @TreadleTest
  void whatIsHeldInMemoryHasALimit(Simulation simulation) throws Exception {
    try (var _ = sending(simulation, "x".repeat(1001));
        var client = HttpClient.open(s -> s.withMaxBody(1000))) {
      var failure = thrownBy(HttpException.TooLarge.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage(
              "expected at most 1000 bytes from GET http://server/, found more: stream them, or"
                  + " raise maxBody");
    }
  }

  @TreadleTest
  void chunksWithoutEndMeetTheLimitToo(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    peer.send("3e8\r\n" + "x".repeat(1000) + "\r\n");
                  }
                });
        var client = HttpClient.open(s -> s.withMaxBody(50_000))) {
      thrownBy(HttpException.TooLarge.class, () -> client.get(URL));
    }
  }

  @TreadleTest
  void anErrorIsThrownWithItsContent(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy");
        var client = ExchangeTest.bare()) {
      var failure =
          thrownBy(
              HttpException.BadStatus.class,
              () -> client.stream(REQUEST, r -> r.raiseForStatus().text()));
      var other = thrownBy(HttpException.BadStatus.class, () -> client.get(URL).raiseForStatus());

      assertThat(failure)
          .hasMessage(
              "expected an answer from GET http://server/ that is no error, found 503 Service"
                  + " Unavailable");
      assertThat(failure.response().text()).isEqualTo("busy");
      assertThat(failure.retryAfter()).hasValueSatisfying(d -> assertThat(d).hasSeconds(7));
      assertThat(other.status().code()).isEqualTo(503);
    }
  }

  @TreadleTest
  void anAnswerCanBePassedOnAsItComes(Simulation simulation) throws Exception {
    try (var _ = sending(simulation, "x".repeat(50_000));
        var _ =
            ScriptedServer.start(
                simulation,
                "sink",
                80,
                peer -> {
                  assertThat(peer.readHead()).contains("Transfer-Encoding: chunked");
                  peer.stream().shutdownOutput();
                });
        var client = ExchangeTest.bare()) {
      var content =
          Content.writing(
              MediaType.BYTES,
              sink -> client.<Long, IOException>stream(REQUEST, r -> r.transferTo(sink)));

      thrownBy(
          HttpException.ConnectionLost.class,
          () -> client.send(client.request(Method.POST, "http://sink/").withContent(content)));
    }
  }

  @TreadleTest(realTime = true)
  void aFileGoesThereAndBack(@TempDir Path directory) throws Exception {
    var from = directory.resolve("from");
    var to = directory.resolve("to");
    Files.writeString(from, "line\n".repeat(50_000));
    var mock =
        MockTransport.of(received ->
            new MockTransport.Answer(
                dev.treadle.http.Status.OK, dev.treadle.http.Headers.empty(), received.content()));
    try (var client = HttpClient.open(s -> s.withTransport(mock))) {
      long count =
          client.stream(Request.post(URL, Content.file(from)), response -> response.transferTo(to));

      assertThat(count).isEqualTo(250_000);
      assertThat(to).hasSameTextualContentAs(from);
      assertThat(client.download(URL, to)).isZero();
    }
  }
}
