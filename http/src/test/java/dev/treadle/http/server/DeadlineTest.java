package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;

class DeadlineTest {

  private static final Handler SLEEPER =
      request -> {
        Treadle.sleep(Duration.ofMillis(Long.parseLong(request.path().substring(1))));
        return Response.text("slept");
      };

  @TreadleTest
  void aHandlerThatTakesTooLongIsCancelledAndAnsweredWith503(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withHandler(Duration.ofSeconds(2))),
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.get("/1999").expectText("slept");
            client.get("/2001").expectError("503 Service Unavailable", "the request took too long");
            client.get("/1").expectText("slept");
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofMillis(3999), Duration.ofSeconds(5));
        });
  }

  @TreadleTest
  void theClientsOwnDeadlineIsAnsweredWith504(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client
                .send("GET /499 HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 500\n\n")
                .expectText("slept");
            client.send("GET /501 HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 500\n\n");
            client.expectError(
                "504 Gateway Timeout", "the time that the request has was not enough");
          }
        });
  }

  @TreadleTest
  void aClientCannotAskForMoreThanTheServerAllows(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withHandler(Duration.ofSeconds(2))),
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.send("GET /3000 HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 5000\n\n");
            client.expectError("503 Service Unavailable", "the request took too long");
          }
        });
  }

  @TreadleTest
  void aDeadlineThatMakesNoSenseCountsForNothing(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            for (var value : new String[] {"-1", "1s", "", "1234567890123456", "0x10", "+5"}) {
              client.send("GET /9 HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: " + value + "\n\n");
              client.expectText("slept");
            }
          }
        });
  }

  @TreadleTest
  void theHandlerSeesTheDeadlineAsThatOfItsScope(Simulation simulation) throws Exception {
    var seen = new ArrayList<Duration>();
    Site.run(
        simulation,
        request -> {
          seen.add(request.deadline().remaining());
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 500\n\n");
            client.get("/").expect("HTTP/1.1 204 No Content\n\nHTTP/1.1 204 No Content\n\n");
          }
        });

    assertThat(seen).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(60));
  }

  @TreadleTest
  void anAnswerMayTakeLongerThanItsHandlerButNotThanTheClientWaits(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withHandler(Duration.ofSeconds(2))),
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("a");
                  writer.flush();
                  Treadle.sleep(Duration.ofSeconds(5));
                  writer.write("b");
                }),
        site -> {
          var head =
              "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nVary: Accept-Encoding\nTransfer-Encoding: chunked\n\n";
          try (var client = site.connect()) {
            client.get("/").expect(head + "00000001\na\n00000001\nb\n0\n\n");
            client.send("GET / HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 4000\n\n");
            client.expect(head + "00000001\na\n").expectEnd();
          }
        });
  }

  @TreadleTest
  void anIdleConnectionIsClosed(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withIdle(Duration.ofSeconds(7))),
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.get("/1000").expectText("slept").expectEnd();
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
        });
  }

  @TreadleTest
  void aHeadThatComesTooSlowlyIsAnsweredWith408(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.send("GET /1 HTTP/1.1\n");
            Treadle.sleep(Duration.ofSeconds(9));
            client.send("Host: a\n");
            client.expectRefusal(
                "408 Request Timeout", "expected the request's head in time, found it incomplete");
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        });
  }

  @TreadleTest
  void contentThatComesTooSlowlyIsAnsweredWith408(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.body().text()),
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\n");
            // 240 bytes a second and 5 seconds more: 5.4 s for these 100.
            client.send("x".repeat(100));
            client.expectRefusal(
                "408 Request Timeout", "expected the content faster, found too little of it");
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofMillis(5400), Duration.ofMillis(6500));
        });
  }

  @TreadleTest
  void theTimeInWhichTheHandlerDoesNotReadCountsForNothing(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofSeconds(20));
          return Response.text(request.body().text());
        },
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 4\n\nab");
            Treadle.sleep(Duration.ofSeconds(23));
            client.send("cd").expectText("abcd");
          }
        });
  }

  @TreadleTest
  void aClientThatTakesNothingLosesItsConnection(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.text("x".repeat(10_000_000)),
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            Treadle.sleep(Duration.ofMinutes(10));
            assertThat(site.server().statistics().connections()).isZero();
          }
        });
  }

  private static final String POST = "POST / HTTP/1.1\nHost: a\nContent-Length: 9000\n\n";

  /// Sends content, so much a second, until all is sent or nobody takes it any more.
  private static void trickle(RawClient client, int bytesPerSecond) {
    try {
      for (int sent = 0; sent < 9000; sent += bytesPerSecond) {
        client.sendExactly("x".repeat(bytesPerSecond));
        Treadle.sleep(Duration.ofSeconds(1));
      }
    } catch (IOException gone) {
      // That is what it is for.
    }
  }

  @TreadleTest
  void contentThatTricklesIsAnsweredWith408(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text("" + request.body().bytes().length),
        site -> {
          try (var client = site.connect()) {
            client.send(POST);
            TaskGroup.run(group -> {
              group.startDaemon(() -> trickle(client, 20));
              client.expectRefusal(
                  "408 Request Timeout", "expected the content faster, found too little of it");
            });
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
        });
  }

  @TreadleTest
  void contentThatComesJustFastEnoughIsTaken(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.text("" + request.body().bytes().length),
        site -> {
          try (var client = site.connect()) {
            client.send(POST);
            TaskGroup.run(group -> {
              group.startDaemon(() -> trickle(client, 250));
              client.expectText("9000");
            });
          }
        });
  }

  /// Takes so much a second for an hour, and returns for how long that was possible.
  private static Duration takes(Simulation simulation, int bytesPerSecond) throws Exception {
    var start = simulation.clock().elapsed();
    Site.run(
        simulation,
        _ -> Response.text("x".repeat(3_000_000)),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 200 OK\n");
            var some = ByteBuffer.allocate(bytesPerSecond);
            for (int second = 0; second < 3600 && isServed(site); second++) {
              var _ = client.stream().read(some.clear());
              Treadle.sleep(Duration.ofSeconds(1));
            }
          }
        });
    return simulation.clock().elapsed().minus(start);
  }

  private static boolean isServed(Site site) {
    return site.server().statistics().connections() > 0;
  }

  @TreadleTest
  void aClientThatTakesAnAnswerInTinyPiecesLosesItsConnection(Simulation simulation)
      throws Exception {
    assertThat(takes(simulation, 50)).isLessThan(Duration.ofMinutes(10));
  }

  @TreadleTest
  void aClientThatTakesItJustFastEnoughKeepsIt(Simulation simulation) throws Exception {
    assertThat(takes(simulation, 400)).isEqualTo(Duration.ofHours(1));
  }
}
