package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.HttpException;
import dev.treadle.http.client.Request;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.CloseCode;
import dev.treadle.http.websocket.HandshakeException;
import dev.treadle.http.websocket.WebSocketClosedException;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A server that is stopped at any moment, with every kind of answer under way: it ends soon, no
/// handler outlives it, and nobody takes a part for the whole.
class StopExplorationTest {

  private static final int CLIENTS = 4;

  /// The longest that any handler takes by itself, in milliseconds.
  private static final int LONGEST = 40;

  private final AtomicInteger handlers = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  private Handler handler(RandomGenerator random) {
    return request -> {
      handlers.incrementAndGet();
      try {
        return switch (request.path()) {
          case "/events" ->
              Response.events(
                  Flow.interval(Duration.ofMillis(7)).map(i -> ServerSentEvent.of("no " + i)));
          case "/socket" ->
              Response.webSocket(
                  request,
                  settings -> settings,
                  socket -> {
                    while (true) {
                      socket.send(socket.receive());
                    }
                  });
          default -> {
            Treadle.sleep(Duration.ofMillis(random.nextInt(LONGEST)));
            yield Response.text("answer to " + request.path());
          }
        };
      } finally {
        handlers.decrementAndGet();
      }
    };
  }

  @TreadleTest(explore = 2_000)
  void itEndsSoonAndNothingIsHalfDone(Simulation simulation) throws Exception {
    var random = simulation.random();
    var stop = Duration.ofMillis(random.nextInt(60));
    Site.run(
        simulation,
        handler(random),
        site ->
            TaskGroup.run(clients -> {
              for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.start(() -> visit(random, number));
              }
              Treadle.sleep(stop);
              var start = simulation.clock().elapsed();
              site.server().close();

              assertThat(simulation.clock().elapsed().minus(start))
                  .isLessThanOrEqualTo(Duration.ofMillis(LONGEST));
              assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
              assertThat(handlers).hasValue(0);
            }));
  }

  /// Asks until nobody answers.
  private void visit(RandomGenerator random, int number) throws IOException {
    try (var client = HttpClient.open(settings -> settings.withBase("http://server"))) {
      while (true) {
        switch (random.nextInt(3)) {
          case 0 -> listen(client);
          case 1 -> talk(client);
          default -> {
            var path = "/" + number + "/" + answered.incrementAndGet();
            assertThat(client.get(path).text()).isEqualTo("answer to " + path);
          }
        }
      }
    } catch (HttpException.ConnectFailed | HttpException.ConnectionLost stopped) {
      // There is no server any more.
    }
  }

  /// What ends in good order consists of whole events.
  private static void listen(HttpClient client) throws IOException {
    var heard =
        client.<String, IOException>stream(Request.get("http://server/events"), r -> r.text());
    assertThat(heard).matches("(data: no [0-9]+\n\n)*");
  }

  private static void talk(HttpClient client) throws IOException {
    try {
      client.<IOException>webSocket(
          "ws://server/socket",
          WebSocketSettings.defaults(),
          socket -> {
            while (true) {
              socket.send("hello");
              assertThat(socket.receive()).hasToString("Text[text=hello]");
              Treadle.sleep(Duration.ofMillis(3));
            }
          });
    } catch (WebSocketClosedException closed) {
      assertThat(closed.code()).isIn(CloseCode.GOING_AWAY, CloseCode.ABNORMAL);
    } catch (HandshakeException refused) {
      assertThat(refused.status().code()).isEqualTo(503);
    }
  }
}
