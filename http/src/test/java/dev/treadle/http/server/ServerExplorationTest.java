package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.MediaType;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Whatever happens at whatever moment: nothing is left. That no task and no socket is, every
/// simulated test checks at its end.
class ServerExplorationTest {

  private final AtomicInteger inHandlers = new AtomicInteger();

  private Response handle(Request request, RandomGenerator random) throws Exception {
    inHandlers.incrementAndGet();
    try {
      return switch (request.path()) {
        case "/text" -> Response.text(request.body().text());
        case "/echo" -> Response.stream(MediaType.BYTES, request.body().flow());
        case "/events" ->
            Response.events(
                Flow.interval(Duration.ofMillis(7)).take(4).map(n -> ServerSentEvent.of("" + n)));
        case "/upgrade" ->
            Response.upgrade(
                "echo",
                stream -> {
                  var buffer = java.nio.ByteBuffer.allocate(10);
                  while (stream.read(buffer.clear()) >= 0) {
                    stream.write(buffer.flip());
                  }
                });
        default -> {
          TaskGroup.run(group -> {
            group.start(() -> Treadle.sleep(Duration.ofMillis(random.nextInt(40))));
            Treadle.sleep(Duration.ofMillis(random.nextInt(40)));
          });
          yield Response.text("tree");
        }
      };
    } finally {
      inHandlers.decrementAndGet();
    }
  }

  private static String request(RandomGenerator random) {
    return switch (random.nextInt(7)) {
      case 0 -> "POST /text HTTP/1.1\nHost: a\nContent-Length: 2000\n\n" + "x".repeat(2000);
      case 1 ->
          "POST /echo HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n4\ndefg\n0\n\n";
      case 2 -> "GET /events HTTP/1.1\nHost: a\n\n";
      case 3 -> "GET /upgrade HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: echo\n\nhello";
      case 4 -> "POST /text HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\nab";
      case 5 -> "POST /echo HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\nab";
      default -> "GET /tree HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 30\n\n";
    };
  }

  /// Sends requests cut anywhere, reads some of what comes, and leaves.
  private static void visit(Site site, RandomGenerator random) {
    try (var client = site.connect()) {
      var text = (request(random) + request(random) + request(random)).replace("\n", "\r\n");
      int end = random.nextInt(text.length() + 1);
      for (int at = 0; at < end; ) {
        int next = Math.min(end, at + 1 + random.nextInt(1500));
        client.sendExactly(text.substring(at, next));
        at = next;
        Treadle.sleep(Duration.ofMillis(random.nextInt(30)));
      }
      if (random.nextBoolean()) {
        client.stream().shutdownOutput();
        var _ = client.rest();
      }
    } catch (IOException gone) {
      // The server, or the network, has had enough.
    }
  }

  @TreadleTest(explore = 1000)
  void nothingIsLeftWhenClientsComeAndGo(Simulation simulation) throws Exception {
    var random = simulation.random();
    Site.run(
        simulation,
        settings -> settings.withLimits(limits -> limits.withConcurrentRequests(2)),
        request -> handle(request, random),
        site -> {
          TaskGroup.run(group -> {
            for (int i = 0; i < 3; i++) {
              group.start(() -> visit(site, random));
            }
            if (random.nextBoolean()) {
              Treadle.sleep(Duration.ofMillis(random.nextInt(60)));
              simulation.network().linksOf(site.host()).reset();
            }
          });
          Treadle.sleep(Duration.ofMinutes(2));

          assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
          assertThat(inHandlers).hasValue(0);
        });
  }

  @TreadleTest(explore = 1000)
  void nothingIsLeftWhenTheServerIsClosed(Simulation simulation) throws Exception {
    var random = simulation.random();
    Site.run(
        simulation,
        settings -> settings.withTimeouts(t -> t.withGrace(Duration.ofMillis(random.nextInt(50)))),
        request -> handle(request, random),
        site ->
            TaskGroup.run(group -> {
              for (int i = 0; i < 3; i++) {
                group.start(() -> visit(site, random));
              }
              Treadle.sleep(Duration.ofMillis(random.nextInt(80)));
              site.server().close();

              assertThat(site.server().statistics()).isEqualTo(new HttpServer.Statistics(0, 0));
              assertThat(inHandlers).hasValue(0);
            }));
  }

  @TreadleTest(explore = 1000, racePoints = "dev.treadle.http.server")
  void whatIsReadAheadIsNeitherLostNorDoubled(Simulation simulation) throws Exception {
    var random = simulation.random();
    Site.run(
        simulation,
        request -> {
          Treadle.sleep(Duration.ofMillis(18 + random.nextInt(5)));
          return Response.text(request.target() + request.body().text());
        },
        site -> {
          try (var client = site.connect()) {
            TaskGroup.run(group -> {
              group.start(() -> {
                for (int i = 0; i < 3; i++) {
                  client.send("POST /" + i + " HTTP/1.1\nHost: a\nContent-Length: 2\n\n");
                  Treadle.sleep(Duration.ofMillis(random.nextInt(25)));
                  client.send("a");
                  Treadle.sleep(Duration.ofMillis(random.nextInt(25)));
                  client.send("b");
                }
              });
              for (int i = 0; i < 3; i++) {
                client.expectText("/" + i + "ab");
              }
            });
          }
        });
  }
}
