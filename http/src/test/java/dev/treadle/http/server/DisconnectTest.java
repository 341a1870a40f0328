package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class DisconnectTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @TreadleTest
  void aClientThatHangsUpCancelsTheWholeTreeOfItsRequest(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> {
          TaskGroup.run(group -> {
            group.start(() -> sleeps("child"));
            group.start(() -> TaskGroup.run(inner -> inner.start(() -> sleeps("grandchild"))));
            sleeps("handler");
          });
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            Treadle.sleep(Duration.ofSeconds(1));
          }
          site.simulation().awaitBlocked();

          assertThat(log)
              .containsExactlyInAnyOrder(
                  "child: the client has hung up",
                  "grandchild: the client has hung up",
                  "handler: the client has hung up");
          assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
        });
  }

  private void sleeps(String who) {
    try {
      Treadle.sleep(LONG);
      log.add(who + " slept");
    } catch (Cancelled cancelled) {
      log.add(who + ": " + cancelled.origin().reason());
      throw cancelled;
    }
  }

  @TreadleTest
  void aConnectionThatIsResetCancelsItsRequest(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          request.onDisconnect(Disconnect.CANCEL_ON_RESET);
          sleeps("handler");
          return Response.noContent();
        },
        site -> {
          var client = site.connect();
          client.get("/");
          Treadle.sleep(Duration.ofSeconds(1));
          simulation.network().linksOf(site.host()).reset();
          site.simulation().awaitBlocked();

          assertThat(log).containsExactly("handler: the client's connection was reset");
          client.close();
        });
  }

  /// What becomes of a request of this choice when its connection is reset.
  private void whenReset(Simulation simulation, Disconnect choice) throws Exception {
    Site.run(
        simulation,
        settings -> settings.withOnDisconnect(choice),
        _ -> {
          sleeps("handler");
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            Treadle.sleep(Duration.ofSeconds(1));
            simulation.network().linksOf(site.host()).reset();
            Treadle.sleep(LONG.plusSeconds(1));
          }
        });
  }

  @TreadleTest
  void aResetCancelsARequestUnlessItIsToGoOn(Simulation simulation) throws Exception {
    whenReset(simulation, Disconnect.CANCEL);
    whenReset(simulation, Disconnect.CANCEL_ON_RESET);
    whenReset(simulation, Disconnect.GO_ON);

    assertThat(log)
        .containsExactly(
            "handler: the client's connection was reset",
            "handler: the client's connection was reset",
            "handler slept");
  }

  @TreadleTest
  void aClientThatOnlyEndsItsOutputGetsItsAnswerIfTheRequestAllowsIt(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        settings -> settings.withOnDisconnect(Disconnect.CANCEL_ON_RESET),
        _ -> {
          sleeps("handler");
          return Response.text("done");
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            client.stream().shutdownOutput();
            client.expectText("done").expectEnd();
          }
          assertThat(log).containsExactly("handler slept");
        });
  }

  @TreadleTest
  void aRequestThatIsToGoOnIsFinishedForNobody(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          request.onDisconnect(Disconnect.GO_ON);
          sleeps("handler");
          return Response.text("done");
        },
        site -> {
          site.connect().get("/").close();
          Treadle.sleep(LONG.plusSeconds(1));

          assertThat(log).containsExactly("handler slept");
        });
  }

  @TreadleTest
  void whatIsShieldedIsFinishedFirst(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> {
          Treadle.shield(Duration.ofMinutes(1), () -> sleeps("payment"));
          sleeps("receipt");
          return Response.noContent();
        },
        site -> {
          site.connect().get("/").close();
          Treadle.sleep(LONG.plusSeconds(1));

          assertThat(log).containsExactly("payment slept", "receipt: the client has hung up");
        });
  }

  @TreadleTest
  void whatIsReadAheadBecomesTheNextRequest(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofSeconds(1));
          return Response.text(request.target());
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/one");
            Treadle.sleep(Duration.ofMillis(500));
            client.sendExactly("GET /two HT");
            Treadle.sleep(Duration.ofMillis(100));
            client.sendExactly("TP/1.1\r\nHost: a\r\n\r\n");
            client.expectText("/one").expectText("/two");
          }
        });
  }

  @TreadleTest
  void moreThanCanBeReadAheadIsStillRead(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofSeconds(1));
          return Response.text(request.target());
        },
        site -> {
          try (var client = site.connect()) {
            for (int i = 0; i < 100; i++) {
              client.get("/" + i);
            }
            for (int i = 0; i < 100; i++) {
              client.expectText("/" + i);
            }
          }
        });
  }

  @TreadleTest
  void contentIsReadThoughSomebodyLookedOut(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          var text = new StringBuilder();
          request
              .body()
              .flow()
              .forEach(piece -> {
                text.append(piece.remaining()).append(' ');
                Treadle.sleep(Duration.ofSeconds(1));
              });
          return Response.text(text.toString());
        },
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2400\n\n");
            for (int i = 0; i < 3; i++) {
              client.send("x".repeat(800));
              Treadle.sleep(Duration.ofMillis(1500));
            }
            client.expectText("800 800 800 ");
            client.get("/").expectText("");
          }
        });
  }

  @TreadleTest
  void aClientThatHangsUpWhileItIsAnsweredCancelsTheAnswer(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("first");
                  writer.flush();
                  sleeps("writer");
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 200 OK\n");
            Treadle.sleep(Duration.ofSeconds(1));
          }
          site.simulation().awaitBlocked();

          assertThat(log).containsExactly("writer: the client has hung up");
        });
  }

  @TreadleTest
  void aQuickRequestIsNotWatched(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> {
          Treadle.sleep(Duration.ofMillis(19));
          log.add("done");
          return Response.noContent();
        },
        site -> {
          site.connect().get("/").close();
          Treadle.sleep(Duration.ofSeconds(1));

          assertThat(log).containsExactly("done");
        });
  }

  @TreadleTest(explore = 1000)
  void whenTheClientHangsUpNothingIsLeft(Simulation simulation) throws Exception {
    int after = simulation.random().nextInt(60);
    Site.run(
        simulation,
        request -> {
          var text = request.body().text();
          TaskGroup.run(group -> {
            group.start(() -> Treadle.sleep(Duration.ofMillis(15)));
            Treadle.sleep(Duration.ofMillis(10));
          });
          return Response.stream(
              MediaType.TEXT,
              writer -> {
                writer.write(text);
                writer.flush();
                Treadle.sleep(Duration.ofMillis(25));
                writer.write(text);
              });
        },
        site -> {
          try (var client = site.connect()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\n12345");
            Treadle.sleep(Duration.ofMillis(after));
            client.send("67890");
            client.get("/");
            Treadle.sleep(Duration.ofMillis(simulation.random().nextInt(60)));
          }
          Treadle.sleep(Duration.ofSeconds(5));

          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
        });
  }
}
