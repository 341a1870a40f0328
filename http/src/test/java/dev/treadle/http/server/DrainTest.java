package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Outcome;
import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.io.Tcp;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;

class DrainTest {

  private static final InetSocketAddress HERE = new InetSocketAddress(8080);

  private static final Handler SLEEPER =
      request -> {
        Treadle.sleep(Duration.ofMillis(Long.parseLong(request.path().substring(1))));
        return Response.text("slept");
      };

  @TreadleTest
  void whatIsWorkedOnIsFinishedAndItsConnectionClosed(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.get("/5000").get("/1");
            simulation.awaitBlocked();
            site.server().stop();

            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 5\nConnection: close\n\nslept");
            client.expectEnd();
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        });
  }

  @TreadleTest
  void idleConnectionsAreClosedAtOnceAndNobodyIsLetIn(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site -> {
          try (var used = site.connect();
              var fresh = site.connect()) {
            used.get("/1").expectText("slept");
            site.server().close();

            used.expectEnd();
            fresh.expectEnd();
            assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
            assertThatThrownBy(site::connect).isInstanceOf(ConnectException.class);
          }
        });
  }

  /// Every exploration looks whether its first run can be repeated.
  @TreadleTest(explore = 2)
  void connectionsAreClosedInTheSameOrderEachTime(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SLEEPER,
        site ->
            TaskGroup.run(group -> {
              for (int i = 0; i < 30; i++) {
                group.start(() -> {
                  try (var client = site.connect()) {
                    client.get("/1").expectText("slept").expectEnd();
                  }
                });
              }
              Treadle.sleep(Duration.ofSeconds(1));
              site.server().close();
            }));
  }

  @TreadleTest
  void whatTakesLongerThanTheGraceIsCancelledAndAnsweredWith503(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withGrace(Duration.ofSeconds(3))),
        SLEEPER,
        site -> {
          try (var client = site.connect()) {
            client.get("/50000");
            simulation.awaitBlocked();
            site.server().close();

            client.expectRefusal("503 Service Unavailable", "the server has stopped");
          }
          assertThat(simulation.clock().elapsed())
              .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
        });
  }

  @TreadleTest
  void aShieldedPartIsFinishedBeforeTheServerHasEnded(Simulation simulation) throws Exception {
    var finished = new java.util.concurrent.atomic.AtomicBoolean();
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withGrace(Duration.ofSeconds(1))),
        _ -> {
          Treadle.shield(
              Duration.ofSeconds(10),
              () -> {
                Treadle.sleep(Duration.ofSeconds(4));
                finished.set(true);
              });
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            simulation.awaitBlocked();
            site.server().close();

            assertThat(finished).isTrue();
          }
        });
  }

  @TreadleTest
  void theTaskThatServesMayBeAskedToStop(Simulation simulation) {
    var host = simulation.network().host("test");
    TaskGroup.run(group -> {
      var server = HttpServer.open(new InetSocketAddress(host.address(), 80), s -> s, SLEEPER);
      group.start(server::serve);
      try (var client = new RawClient(Tcp.connect(new InetSocketAddress(host.address(), 80)))) {
        client.get("/1000");
        simulation.awaitBlocked();
        group.cancel("enough", Duration.ofSeconds(5));

        client.expect("HTTP/1.1 200 OK\n");
      }
    });
    assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(3));
  }

  @TreadleTest
  void theTaskThatServesMayBeCancelled(Simulation simulation) {
    var host = simulation.network().host("test");
    TaskGroup.run(group -> {
      var server = HttpServer.open(new InetSocketAddress(host.address(), 80), s -> s, SLEEPER);
      var serves = group.start(server::serve);
      try (var client = new RawClient(Tcp.connect(new InetSocketAddress(host.address(), 80)))) {
        client.get("/10000");
        simulation.awaitBlocked();
        serves.cancel("enough");

        client.expectRefusal("503 Service Unavailable", "the server has stopped");
      }
    });
    assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(3));
  }

  /// A head; what is behind it follows.
  private static final String ANSWER = "HTTP/1.1 200 OK\n(?:[^\n]+\n)+\n";

  /// A request that came when its connection had just been closed as an idle one gets a reset.
  private static String heardBy(RawClient client) throws IOException {
    try {
      return client.rest();
    } catch (SocketException reset) {
      return client.heard();
    }
  }

  @TreadleTest(explore = 1000)
  void aRequestIsAnsweredWholeOrNotAtAllWhenTheServerIsClosed(Simulation simulation)
      throws Exception {
    int after = simulation.random().nextInt(4);
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofMillis(simulation.random().nextInt(3)));
          return Response.text(request.target());
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/1").get("/2");
            var closes =
                Thread.startVirtualThread(() -> {
                  Treadle.sleep(Duration.ofMillis(after));
                  site.server().close();
                });
            assertThat(heardBy(client)).matches("(" + ANSWER + "/1)?(" + ANSWER + "/2)?");
            closes.join();
          }
        });
    assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
  }

  @TreadleTest
  void aProgramThatIsCancelledAnswersWhatItWasAskedBefore(Simulation simulation) {
    TaskGroup.run(group -> {
      var program = group.start("program", () -> HttpServer.run(HERE, s -> s, SLEEPER));
      simulation.awaitBlocked();
      try (var client = new RawClient(Tcp.connect("localhost", HERE.getPort()))) {
        client.get("/5000");
        simulation.awaitBlocked();
        program.cancel("told to end");

        client.expect(
            "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 5\nConnection: close\n\nslept");
        client.expectEnd();
      }
      Tasks.waitAll(program);
      assertThat(program.outcome().orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
      assertThat(simulation.clock().elapsed())
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    });
  }

  @TreadleTest
  void aProgramThatIsCancelledWaitsForTheGraceAndNoLonger(Simulation simulation) {
    TaskGroup.run(group -> {
      var grace = Duration.ofSeconds(2);
      var program =
          group.start(
              "program",
              () -> HttpServer.run(HERE, s -> s.withTimeouts(t -> t.withGrace(grace)), SLEEPER));
      simulation.awaitBlocked();
      try (var client = new RawClient(Tcp.connect("localhost", HERE.getPort()))) {
        client.get("/60000");
        simulation.awaitBlocked();
        program.cancel("told to end");

        Tasks.waitAll(program);
        assertThat(simulation.clock().elapsed()).isEqualTo(grace);
      }
    });
  }
}
