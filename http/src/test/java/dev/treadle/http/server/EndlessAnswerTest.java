package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.Each;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.MediaType;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.CloseCode;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketClosedException;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Answers that nobody expects to end do not hold up a server that stops.
class EndlessAnswerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// What happened, in order.
  private final List<String> events = new CopyOnWriteArrayList<>();

  /// One event at once, and no second.
  private Flow<ServerSentEvent> quiet() {
    return Flow.using(
        () -> events, EndlessAnswerTest::firstThenNothing, list -> list.add("closed"));
  }

  private static @Nullable ServerSentEvent firstThenNothing(List<String> events) {
    if (!events.isEmpty()) {
      Treadle.sleep(Duration.ofHours(1));
    }
    events.add("asked");
    return ServerSentEvent.of("first");
  }

  @TreadleTest
  void streamsOfEventsEndAtOnceAndInGoodOrder(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.events(quiet()),
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            simulation.awaitBlocked();
            site.server().close();

            assertThat(client.rest()).endsWith("\ndata: first\n\n\n0\n\n");
          }
          assertThat(events).containsExactly("asked", "closed");
          assertThat(simulation.clock().elapsed()).isLessThan(SECOND);
        });
  }

  @TreadleTest
  void compressedOnesAreWholeToo(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.events(quiet()),
        site -> {
          try (var client = HttpClient.open(settings -> settings)) {
            var heard =
                client.<String, IOException>stream(
                    dev.treadle.http.client.Request.get("http://server/"),
                    response -> {
                      assertThat(response.headers().first("Vary")).isEqualTo("Accept-Encoding");
                      simulation.awaitBlocked();
                      site.server().stop();
                      return response.text();
                    });
            assertThat(heard).isEqualTo("data: first\n\n");
          }
          assertThat(simulation.clock().elapsed()).isLessThan(SECOND);
        });
  }

  private static final String EVENT = "0000001c\ndata: eeeeeeeeeeeeeeeeeeee\n\n\n";

  /// One that is cut midway shows it: nothing says that it is over.
  @TreadleTest(explore = 1_000)
  void whateverTheMomentWhatEndsIsWhole(Simulation simulation) throws Exception {
    long after = simulation.random().nextInt(5);
    simulation.network().links().configure(link -> link.withBufferBytes(40));
    Site.run(
        simulation,
        _ ->
            Response.events(
                Flow.interval(Duration.ofMillis(1))
                    .map(i -> ServerSentEvent.of("eeeeeeeeeeeeeeeeeeee"))),
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            var stops =
                Thread.startVirtualThread(() -> {
                  Treadle.sleep(Duration.ofMillis(after));
                  site.server().close();
                });
            var heard = heardBy(client);
            stops.join();
            int head = heard.indexOf("\n\n");
            var content = head < 0 ? "" : heard.substring(head + 2);
            if (content.endsWith("0\n\n")) {
              assertThat(content).matches("(" + EVENT + ")*0\n\n");
            } else {
              assertThat(EVENT.repeat(10)).startsWith(content);
            }
          }
        });
    // The client closes when the server has: so long is the connection kept for it.
    assertThat(simulation.clock().elapsed()).isLessThanOrEqualTo(SECOND);
  }

  private static String heardBy(RawClient client) {
    try {
      return client.rest();
    } catch (IOException reset) {
      return client.heard();
    }
  }

  /// Runs a WebSocket until the server stops, and returns what the client heard.
  private WebSocketClosedException stopped(
      Simulation simulation, Each<WebSocket, IOException> served) throws Exception {
    var heard = new AtomicReference<WebSocketClosedException>();
    Site.run(
        simulation,
        request -> Response.webSocket(request, settings -> settings, served),
        site -> {
          try (var client = HttpClient.open(settings -> settings)) {
            client.<IOException>webSocket(
                "ws://server/",
                WebSocketSettings.defaults(),
                socket -> {
                  simulation.awaitBlocked();
                  site.server().stop();
                  try {
                    socket.receive();
                  } catch (WebSocketClosedException closed) {
                    heard.set(closed);
                  }
                });
          }
        });
    return Objects.requireNonNull(heard.get());
  }

  @TreadleTest
  void webSocketsAreClosedAtOnce(Simulation simulation) throws Exception {
    var heard =
        stopped(
            simulation,
            socket -> {
              socket.messages().forEach(_ -> {});
              events.add("left");
            });

    assertThat(heard.code()).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(heard.reason()).isEqualTo("the server stops");
    assertThat(events).containsExactly("left");
    assertThat(simulation.clock().elapsed()).isLessThan(SECOND);
  }

  @TreadleTest
  void theirHandlersHaveTheGraceToEnd(Simulation simulation) throws Exception {
    var heard =
        stopped(
            simulation,
            socket -> {
              assertThatThrownBy(socket::receive).isInstanceOf(WebSocketClosedException.class);
              Treadle.sleep(Duration.ofSeconds(20));
              events.add("saved");
            });

    assertThat(heard.code()).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(events).containsExactly("saved");
    assertThat(simulation.clock().elapsed())
        .isBetween(SECOND.multipliedBy(20), SECOND.multipliedBy(21));
  }

  @TreadleTest
  void aStreamOfItsOwnKindCanLookWhetherItIsToStop(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  var stopping = CancelScope.current().stopping();
                  do {
                    writer.write("tick ");
                    writer.flush();
                  } while (!stopping.await(Duration.ofHours(1)));
                }),
        site -> {
          try (var client = site.connect()) {
            client.get("/");
            simulation.awaitBlocked();
            site.server().close();

            assertThat(client.rest()).endsWith("\n00000005\ntick \n0\n\n");
          }
          assertThat(simulation.clock().elapsed()).isLessThan(SECOND);
        });
  }
}
