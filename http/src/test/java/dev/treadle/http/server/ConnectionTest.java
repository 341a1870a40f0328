package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;

class ConnectionTest {

  private static final Handler ECHO_TARGET = request -> Response.text(request.target());

  @TreadleTest
  void aConnectionCarriesOneRequestAfterTheOther(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.get("/one").expectText("/one");
            client.get("/two?x=y").expectText("/two?x=y");
          }
        });
  }

  @TreadleTest
  void anAnswerHasADate(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.0\n\n");
            var all = new String(readAll(client), java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(all)
                .containsPattern(
                    "\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n");
          }
        });
  }

  private static byte[] readAll(RawClient client) throws Exception {
    return dev.treadle.io.ByteReader.of(client.stream()).readAll(10_000);
  }

  @TreadleTest
  void requestsThatCameTogetherAreAnsweredInTheirOrder(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofMillis(request.target().equals("/slow") ? 500 : 1));
          return Response.text(request.target());
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/slow").get("/quick").get("/last");
            client.expectText("/slow").expectText("/quick").expectText("/last");
          }
        });
  }

  @TreadleTest
  void aRequestMayComeByteByByte(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.target() + " " + request.body().text()),
        site -> {
          try (var client = site.connect()) {
            for (char c :
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".toCharArray()) {
              client.sendExactly(String.valueOf(c));
              site.simulation().awaitBlocked();
            }
            client.expectText("/x abc");
          }
        });
  }

  @TreadleTest
  void aHeadLongerThanTheBufferIsRead(Simulation simulation) throws Exception {
    var value = "v".repeat(5000);
    Site.run(
        simulation,
        request -> Response.text(String.valueOf(request.header("X")).length() + ""),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nX: " + value + "\n\n").expectText("5000");
            client.get("/").expectText("4");
          }
        });
  }

  @TreadleTest
  void theConnectionIsClosedIfTheClientSaysSo(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 1\nConnection: close\n\n/");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void aClientOfHttp10KeepsItsConnectionIfItAsks(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.0\nConnection: keep-alive\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 1\nConnection: keep-alive\n\n/");
            client.send("GET /2 HTTP/1.0\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 2\nConnection: close\n\n/2");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void contentOfAKnownLengthIsRead(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.body().text()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello").expectText("hello");
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n").expectText("");
            client.get("/").expectText("");
          }
        });
  }

  @TreadleTest
  void contentInChunksIsReadWithItsTrailers(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.body().text() + request.body().trailers().first("T")),
        site -> {
          try (var client = site.connect()) {
            client.send(
                "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n2;x=y\nde\n0\nT: end\n\n");
            client.expectText("abcdeend");
            client.get("/").expectText("null");
          }
        });
  }

  @TreadleTest
  void contentThatNobodyReadIsDroppedAndTheConnectionGoesOn(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("POST /a HTTP/1.1\nHost: a\nContent-Length: 5000\n\n" + "x".repeat(5000));
            client.send("POST /b HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n");
            client.get("/c");
            client.expectText("/a").expectText("/b").expectText("/c");
          }
        });
  }

  @TreadleTest
  void muchContentThatNobodyReadClosesTheConnection(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("POST /a HTTP/1.1\nHost: a\nContent-Length: 100000\n\n" + "x".repeat(100));
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 2\nConnection: close\n\n/a");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void aClientThatAsksIsToldToGoOnWhenItsContentIsWanted(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.body().text()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n");
            client.expect("HTTP/1.1 100 Continue\n\n");
            client.send("ab").expectText("ab");
            client.get("/").expectText("");
          }
        });
  }

  @TreadleTest
  void aClientWhoseContentIsNotWantedIsNotToldToGoOn(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("POST /x HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 2\nConnection: close\n\n/x");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void anAnswerToHeadHasNoContent(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            request.path().equals("/text")
                ? Response.text("hello")
                : Response.stream(
                    MediaType.TEXT,
                    _ -> {
                      throw new AssertionError("nobody wants it");
                    }),
        site -> {
          try (var client = site.connect()) {
            client.send("HEAD /text HTTP/1.1\nHost: a\n\nHEAD /stream HTTP/1.1\nHost: a\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 5\n\n");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nVary: Accept-Encoding\nTransfer-Encoding: chunked\n\n");
          }
        });
  }

  @TreadleTest
  void someStatusesHaveNoContentWhateverTheHandlerSays(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            Response.text("x").withStatus(Status.of(Integer.parseInt(request.path().substring(1)))),
        site -> {
          try (var client = site.connect()) {
            client.get("/204").get("/304").get("/205").get("/200");
            client.expect("HTTP/1.1 204 No Content\nContent-Type: text/plain; charset=utf-8\n\n");
            client.expect("HTTP/1.1 304 Not Modified\nContent-Type: text/plain; charset=utf-8\n\n");
            client.expect(
                "HTTP/1.1 205 Reset Content\nContent-Type: text/plain; charset=utf-8\nContent-Length: 0\n\n");
            client.expectText("x");
          }
        });
  }

  @TreadleTest
  void anAnswerWithManyFieldsIsSentWhole(Simulation simulation) throws Exception {
    var fields = Headers.builder();
    var expected = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      fields.add("X-" + i, "some value that is not short");
      expected.append("X-").append(i).append(": some value that is not short\n");
    }
    Site.run(
        simulation,
        _ -> Response.of(Status.OK).withHeaders(fields.build()),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 200 OK\n" + expected + "Content-Length: 0\n\n");
          }
        });
  }

  @TreadleTest
  void aLargeAnswerComesWhole(Simulation simulation) throws Exception {
    var text = "0123456789".repeat(50_000);
    Site.run(
        simulation,
        _ -> Response.text(text).withoutCompression(),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText(text);
          }
        });
  }

  @TreadleTest
  void theAccessLogIsToldOfEveryRequest(Simulation simulation) throws Exception {
    var log = new ArrayList<String>();
    Site.run(
        simulation,
        settings -> settings.withAccessLog(entry -> log.add(entry.toString())),
        request -> {
          Treadle.sleep(Duration.ofMillis(3));
          return Response.text("x").withStatus(Status.NOT_FOUND);
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/a?secret").expect("HTTP/1.1 404 Not Found\n");
          }
        });

    assertThat(log).hasSize(1);
    assertThat(log.getFirst()).endsWith("\"GET /a\" 404 124 3ms");
  }

  @TreadleTest
  void whatComesBehindTheLastRequestIsNotAnswered(Simulation simulation) throws Exception {
    var asked = new ArrayList<String>();
    Site.run(
        simulation,
        request -> {
          asked.add(request.target());
          return Response.text(request.target());
        },
        site -> {
          try (var client = site.connect()) {
            client.send("GET /1 HTTP/1.1\nHost: a\nConnection: close\n\n").get("/2");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 2\nConnection: close\n\n/1");
            client.expectEnd();
          }
        });

    assertThat(asked).containsExactly("/1");
  }

  /// A second one would be taken for that of the next request.
  @TreadleTest
  void malformedContentThatNobodyReadGetsNoSecondAnswer(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          try (var client = site.connect()) {
            client.send("POST /a HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nno size\n");
            client.get("/b").expectText("/a").expectEnd();
          }
        });
  }

  @TreadleTest
  void anAnswerHasTheDateOfItsSecond(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        ECHO_TARGET,
        site -> {
          assertThat(date(site)).isEqualTo("Thu, 01 Jan 2026 00:00:00 GMT");
          Treadle.sleep(Duration.ofMillis(999));
          assertThat(date(site)).isEqualTo("Thu, 01 Jan 2026 00:00:00 GMT");
          Treadle.sleep(Duration.ofMillis(1));
          assertThat(date(site)).isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
          Treadle.sleep(Duration.ofDays(59));
          assertThat(date(site)).isEqualTo("Sun, 01 Mar 2026 00:00:01 GMT");
        });
  }

  private static String date(Site site) throws Exception {
    try (var client = site.connect()) {
      return client
          .send("GET / HTTP/1.0\n\n")
          .restExactly()
          .replaceAll("(?s).*\r\nDate: ([^\r]*).*", "$1");
    }
  }

  /// The answer's content is the request's: nothing of the one comes before the other.
  @TreadleTest
  void aClientWhoseContentIsSentBackIsToldToGoOn(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.stream(MediaType.TEXT, request.body().flow()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n");
            client.expect("HTTP/1.1 100 Continue\n\n");
            client.send("ab").expect("HTTP/1.1 200 OK\n");
            assertThat(client.rest()).endsWith("\n\n00000002\nab\n0\n\n");
          }
        });
  }
}
