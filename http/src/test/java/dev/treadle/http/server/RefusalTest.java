package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

class RefusalTest {

  private static final Handler OK = request -> Response.text(request.body().text());

  /// What these handlers do is logged, which nobody wants to read here.
  private static void quietly(
      Simulation simulation, Handler handler, String request, String expected) throws Exception {
    var log = Logger.getLogger("dev.treadle.http.server");
    var level = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      Site.run(
          simulation,
          handler,
          site -> {
            try (var client = site.connect()) {
              client.send(request).expect(expected);
            }
          });
    } finally {
      log.setLevel(level);
    }
  }

  private static void refused(Simulation simulation, String request, String status, String reason)
      throws Exception {
    Site.run(
        simulation,
        settings ->
            settings.withLimits(
                limits -> limits.withHead(new Limits.Head(100, 200, 5)).withBody(10)),
        OK,
        site -> {
          try (var client = site.connect()) {
            client.send(request + "GET / HTTP/1.1\nHost: a\n\n").expectRefusal(status, reason);
          }
        });
  }

  @TreadleTest
  void whatIsNoRequestIsAnsweredWith400(Simulation simulation) throws Exception {
    refused(
        simulation,
        "GET / HTTP/1.1\nHost : a\n\n",
        "400 Bad Request",
        "expected ':' behind the name of a field, found a space");
  }

  @TreadleTest
  void lengthAndChunksTogetherAreAnsweredWith400(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
        "400 Bad Request",
        "expected Content-Length or Transfer-Encoding, found both");
  }

  @TreadleTest
  void malformedChunksAreAnsweredWith400(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nxyz\n\n",
        "400 Bad Request",
        "expected the size of a chunk, found 'x'");
  }

  @TreadleTest
  void tooMuchContentIsAnsweredWith413(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nContent-Length: 11\n\nhello world",
        "413 Content Too Large",
        "expected content of at most 10 bytes, found more");
  }

  @TreadleTest
  void tooMuchContentInChunksIsAnsweredWith413(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n6\nhello \n40\nworld12345",
        "413 Content Too Large",
        "expected content of at most 10 bytes, found more");
  }

  @TreadleTest
  void aClientThatAsksFirstIsNotToldToSendTooMuch(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 11\n\n",
        "413 Content Too Large",
        "expected content of at most 10 bytes, found more");
  }

  @TreadleTest
  void aTargetThatIsTooLongIsAnsweredWith414(Simulation simulation) throws Exception {
    refused(
        simulation,
        "GET /" + "x".repeat(100) + " HTTP/1.1\nHost: a\n\n",
        "414 URI Too Long",
        "expected at most 100 bytes in the request line, found more");
  }

  @TreadleTest
  void expectationsThatNobodyKnowsAreAnsweredWith417(Simulation simulation) throws Exception {
    refused(
        simulation,
        "POST / HTTP/1.1\nHost: a\nExpect: tea\nContent-Length: 1\n\nx",
        "417 Expectation Failed",
        "expected '100-continue' in Expect, found something else");
  }

  @TreadleTest
  void tooManyFieldsAreAnsweredWith431(Simulation simulation) throws Exception {
    refused(
        simulation,
        "GET / HTTP/1.1\nHost: a\n" + "X: y\n".repeat(5) + "\n",
        "431 Request Header Fields Too Large",
        "expected at most 5 fields, found more");
  }

  @TreadleTest
  void tooLongFieldsAreAnsweredWith431(Simulation simulation) throws Exception {
    refused(
        simulation,
        "GET / HTTP/1.1\nHost: a\nX: " + "y".repeat(200) + "\n\n",
        "431 Request Header Fields Too Large",
        "expected at most 200 bytes of fields, found more");
  }

  @TreadleTest
  void methodsThatAreNoneAreAnsweredWith501(Simulation simulation) throws Exception {
    refused(
        simulation,
        "X".repeat(33) + " / HTTP/1.1\nHost: a\n\n",
        "501 Not Implemented",
        "expected a method of up to 32 characters, found more");
  }

  @TreadleTest
  void otherVersionsAreAnsweredWith505(Simulation simulation) throws Exception {
    refused(
        simulation,
        "GET / HTTP/2.0\nHost: a\n\n",
        "505 HTTP Version Not Supported",
        "expected HTTP/1.1 or HTTP/1.0, found HTTP/2");
  }

  @TreadleTest
  void nobodyGetsATunnel(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        OK,
        site -> {
          try (var client = site.connect()) {
            client.send("CONNECT a:443 HTTP/1.1\nHost: a:443\n\n");
            client.expectError("501 Not Implemented", "this server is no proxy");
          }
        });
  }

  @TreadleTest
  void aConnectionThatEndsInTheMiddleOfContentFailsTheRead(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        OK,
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nab");
            client.stream().shutdownOutput();
            client.expectRefusal(
                "400 Bad Request",
                "expected 3 more bytes of content, found the end of the connection");
          }
        });
  }

  @TreadleTest
  void aConnectionThatEndsInTheMiddleOfAHeadIsClosedWithoutAWord(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        OK,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HT");
            client.stream().shutdownOutput();
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void aHandlerThatFailsIsAnsweredWith500ThatSaysNothing(Simulation simulation) throws Exception {
    quietly(
        simulation,
        request -> {
          if (request.path().equals("/ok")) {
            return Response.text("ok");
          }
          throw new IllegalStateException("secret");
        },
        "GET / HTTP/1.1\nHost: a\n\nGET /ok HTTP/1.1\nHost: a\n\n",
        """
        HTTP/1.1 500 Internal Server Error
        Content-Type: text/plain; charset=utf-8
        Content-Length: 22

        Internal Server Error
        HTTP/1.1 200 OK
        Content-Type: text/plain; charset=utf-8
        Content-Length: 2

        ok\
        """);
  }

  @TreadleTest
  @SuppressWarnings("NullAway") // that is what it tests
  void aHandlerThatReturnsNothingIsAnsweredWith500(Simulation simulation) throws Exception {
    quietly(
        simulation,
        _ -> null,
        "GET / HTTP/1.1\nHost: a\n\n",
        "HTTP/1.1 500 Internal Server Error\n");
  }

  @TreadleTest
  void aHandlerMaySayTheStatusByAnException(Simulation simulation) throws Exception {
    quietly(
        simulation,
        _ -> {
          TaskGroup.run(group ->
              group.start(() -> {
                throw new HttpParseException(422, "expected a number, found a poem");
              }));
          return Response.noContent();
        },
        "GET / HTTP/1.1\nHost: a\n\n",
        """
        HTTP/1.1 422 Unprocessable Content
        Content-Type: text/plain; charset=utf-8
        Content-Length: 55

        Unprocessable Content: expected a number, found a poem
        """);
  }

  @TreadleTest
  void anAnswerThatFailsBeforeItBeganIsA500(Simulation simulation) throws Exception {
    quietly(
        simulation,
        _ -> Response.stream(MediaType.TEXT, 3, writer -> writer.write("four")),
        "GET / HTTP/1.1\nHost: a\n\n",
        "HTTP/1.1 500 Internal Server Error\n");
  }

  @TreadleTest
  void anAnswerThatFailsMidwayIsCut(Simulation simulation) throws Exception {
    quietly(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("abc");
                  writer.flush();
                  throw new IllegalStateException("no more");
                }),
        "GET / HTTP/1.1\nHost: a\n\n",
        "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nVary: Accept-Encoding\nTransfer-Encoding: chunked\n\n00000003\nabc\n");
  }

  @TreadleTest
  void moreRequestsAtOnceThanAllowedAreAnsweredWith503(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withLimits(limits -> limits.withConcurrentRequests(1)),
        _ -> {
          Treadle.sleep(Duration.ofSeconds(1));
          return Response.text("slept");
        },
        site -> {
          try (var one = site.connect();
              var two = site.connect()) {
            one.get("/");
            simulation.awaitBlocked();
            two.get("/");
            two.expect(
                """
                HTTP/1.1 503 Service Unavailable
                Content-Type: text/plain; charset=utf-8
                Retry-After: 1
                Content-Length: 51

                Service Unavailable: too many requests are worked on
                """
                    .replace("51", "53"));
            one.expectText("slept");
            two.get("/").expectText("slept");
          }
        });
  }

  @TreadleTest
  @SuppressWarnings("try") // closing one early is what it tests
  void moreConnectionsThanAllowedWait(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withLimits(limits -> limits.withConnections(1)),
        OK,
        site -> {
          try (var one = site.connect();
              var two = site.connect()) {
            two.get("/");
            one.get("/").expectText("");
            assertThat(site.server().statistics().connections()).isEqualTo(1);
            one.close();
            two.expectText("");
          }
        });
  }

  @TreadleTest
  void aConnectionCarriesSoManyRequestsAndNoMore(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withLimits(limits -> limits.withRequestsPerConnection(2)),
        OK,
        site -> {
          try (var client = site.connect()) {
            client.get("/").get("/").get("/").expectText("");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 0\nConnection: close\n\n");
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void nothingThatAClientSaysBecomesAFieldOfItsAnswer(Simulation simulation) throws Exception {
    quietly(
        simulation,
        request -> Response.text("x").withHeader("X", request.params().require("x")),
        "GET /?x=a%0D%0ASet-Cookie:%20evil=1%0D%0A%0D%0Ab HTTP/1.1\nHost: a\n\n",
        """
        HTTP/1.1 500 Internal Server Error
        Content-Type: text/plain; charset=utf-8
        Content-Length: 22

        Internal Server Error
        """);
  }

  /// A deep JSON document does that to many parsers.
  @TreadleTest
  void aHandlerThatRunsOutOfStackIsAnsweredWith500(Simulation simulation) throws Exception {
    quietly(
        simulation,
        _ -> {
          throw new StackOverflowError();
        },
        "GET / HTTP/1.1\nHost: a\n\n",
        "HTTP/1.1 500 Internal Server Error\nContent-Type: text/plain; charset=utf-8\nContent-Length: 22\n\n");
  }
}
