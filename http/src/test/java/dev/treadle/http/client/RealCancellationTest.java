package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Calls of both ends over real sockets, cancelled anywhere: connections, requests and, by the leak
/// check of each test, descriptors are counted.
class RealCancellationTest {

  private static final int CALLERS = 8;
  private static final int CALLS = 25;

  private final AtomicInteger working = new AtomicInteger();

  private Response work(Request request) throws Exception {
    working.incrementAndGet();
    try {
      return switch (request.path()) {
        case "/echo" -> Response.stream(MediaType.BYTES, request.body().flow());
        case "/slow" -> {
          sleep(Duration.ofSeconds(20));
          yield Response.noContent();
        }
        case "/socket" ->
            Response.webSocket(
                request,
                settings -> settings,
                socket -> {
                  while (true) {
                    socket.send(socket.receive());
                  }
                });
        default -> Response.text("hello");
      };
    } finally {
      working.decrementAndGet();
    }
  }

  private interface Call {
    void make(HttpClient client, String base) throws IOException;
  }

  private void cancelledAnywhere(Call call) {
    TaskGroup.run(group -> {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (var server =
              HttpServer.open(
                  anyPort, s -> s.withLimits(l -> l.withBody(Long.MAX_VALUE)), this::work);
          var client = HttpClient.open()) {
        group.start(server::serve);
        var base = "localhost:" + server.port();
        Treadle.gather(
            IntStream.range(0, CALLERS).boxed().toList(),
            caller -> calls(caller, () -> call.make(client, base)));

        var statistics = client.statistics();
        assertThat(statistics.waiting()).isZero();
        assertThat(statistics.open()).isEqualTo(statistics.idle());
        RealTime.eventually(
            Duration.ofSeconds(10),
            () -> {
              assertThat(working).hasValue(0);
              assertThat(server.statistics().connections()).isEqualTo(statistics.idle());
            });
      }
    });
  }

  private static boolean calls(int caller, dev.treadle.Action<IOException> call)
      throws IOException {
    for (int i = 0; i < CALLS; i++) {
      var limit = Duration.ofNanos((i * CALLERS + caller) * 20_000L);
      long end = System.nanoTime() + limit.toNanos();
      try {
        boolean _ = moveOnAfter(limit, call);
      } catch (IOException refused) {
        requireOver(end, refused);
      }
    }
    return true;
  }

  /// The server knows the deadline, and on a busy machine it may be the first to act on it.
  private static void requireOver(long end, IOException refused) throws IOException {
    if (System.nanoTime() - end < 0) {
      throw refused;
    }
  }

  @TreadleTest(realTime = true)
  void answersThatAreAwaited() {
    cancelledAnywhere((client, base) -> client.get("http://" + base + "/slow"));
  }

  @TreadleTest(realTime = true)
  void uploadsThatAreEchoed() {
    var endless =
        Content.writing(
            MediaType.BYTES,
            sink -> {
              while (true) {
                sink.write(ByteBuffer.allocate(10_000));
              }
            });
    cancelledAnywhere((client, base) -> client.post("http://" + base + "/echo", endless));
  }

  @TreadleTest(realTime = true)
  void webSockets() {
    cancelledAnywhere((client, base) ->
        client.<IOException>webSocket(
            "ws://" + base + "/socket",
            WebSocketSettings.defaults(),
            socket -> {
              for (var word : List.of("one", "two", "three")) {
                socket.send(word);
                socket.receive();
              }
              socket.receive();
            }));
  }

  /// A thread that is no task, and asks outside of every scope.
  @TreadleTest(realTime = true)
  void anInterruptOfAnyThreadClosesItsConnection() {
    TaskGroup.run(group -> {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (var server = HttpServer.open(anyPort, s -> s, this::work);
          var client = HttpClient.open()) {
        group.start(server::serve);
        var thrown = new CompletableFuture<Throwable>();
        var thread =
            Thread.ofPlatform()
                .name("stranger")
                .start(() -> {
                  try {
                    client.get("http://localhost:" + server.port() + "/slow");
                  } catch (Throwable failure) {
                    thrown.complete(failure);
                  }
                });
        RealTime.eventually(Duration.ofSeconds(10), () -> assertThat(working).hasValue(1));

        long start = System.nanoTime();
        thread.interrupt();
        var failure = thrown.get(10, TimeUnit.SECONDS);
        var took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(failure).isInstanceOf(Cancelled.class);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(client.statistics().open()).isZero();
        RealTime.eventually(Duration.ofSeconds(10), () -> assertThat(working).hasValue(0));
      }
    });
  }
}
