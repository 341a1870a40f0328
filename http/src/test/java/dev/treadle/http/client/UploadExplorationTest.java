package dev.treadle.http.client;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.client.ExchangeTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Content that is sent while its answer is read, by servers that echo, redirect, refuse, stop and
/// vanish, for callers that leave early: whatever the order, a call ends with its content, and
/// nobody reads what belongs to another.
class UploadExplorationTest {

  private static final int PIECES = 12;

  private final AtomicInteger sending = new AtomicInteger();

  @TreadleTest(explore = 2_000)
  void nothingIsMixedUpOrLeftOver(Simulation simulation) throws Exception {
    simulation.network().links().configure(link -> link.withBufferBytes(100));
    explore(simulation, (request, next) -> next.send(request));
  }

  @TreadleTest(explore = 1_000)
  void nothingIsMixedUpOrLeftOverOfWhatAnInterceptorMadeAnew(Simulation simulation)
      throws Exception {
    simulation.network().links().configure(link -> link.withBufferBytes(100));
    explore(
        simulation,
        (request, next) ->
            next.send(
                Request.of(request.method(), request.url())
                    .withContent(request.content())
                    .withTimeouts(request.timeouts().orElseThrow())));
  }

  @TreadleTest(explore = 300, racePoints = "dev.treadle.http.client")
  void nothingIsMixedUpOrLeftOverInAnyOrder(Simulation simulation) throws Exception {
    explore(simulation, (request, next) -> next.send(request));
  }

  private void explore(Simulation simulation, Interceptor interceptor) throws Exception {
    try (var _ = server(simulation, "one");
        var _ = server(simulation, "other")) {
      Crowd.run(
          simulation,
          settings ->
              settings
                  .withTimeouts(t -> t.withRead(Duration.ofSeconds(3)))
                  .withInterceptor(interceptor),
          this::call);
    }
    assertThat(sending).hasValue(0);
  }

  private void call(HttpClient client, RandomGenerator random, int number) throws IOException {
    var mine = new AtomicInteger();
    var request =
        Request.post(
            random.nextBoolean() ? "http://one/" : "http://other/", content(random, number, mine));
    boolean curious = random.nextInt(4) > 0;
    try {
      var heard =
          client.<String, IOException>stream(
              request, response -> curious ? response.text() : first(response));
      if (curious) {
        assertThat(heard).isIn(echo(number), "no", "");
      } else {
        assertThat(echo(number) + "no").contains(heard);
      }
    } finally {
      assertThat(mine).hasValue(0);
    }
  }

  private static String first(ResponseStream response) throws IOException {
    var some = ByteBuffer.allocate(5);
    response.read(some);
    return StandardCharsets.US_ASCII.decode(some.flip()).toString();
  }

  private static String echo(int number) {
    return ("number " + number + ";").repeat(PIECES);
  }

  private Content content(RandomGenerator random, int number, AtomicInteger mine) {
    return Content.writing(
        MediaType.BYTES,
        sink -> {
          sending.incrementAndGet();
          assertThat(mine.incrementAndGet()).isEqualTo(1);
          try {
            for (int i = 0; i < PIECES; i++) {
              sink.write(bytes("number " + number + ";"));
              if (random.nextInt(3) == 0) {
                sink.flush();
                sleep(Duration.ofMillis(random.nextInt(3)));
              }
            }
          } finally {
            mine.decrementAndGet();
            sending.decrementAndGet();
          }
        });
  }

  private static ScriptedServer server(Simulation simulation, String host) {
    var random = simulation.random();
    return ScriptedServer.start(
        simulation,
        host,
        80,
        peer -> {
          while (peer.readHead() != null) {
            answer(peer, random);
          }
        });
  }

  private static void answer(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    switch (random.nextInt(10)) {
      case 0 -> {
        peer.send("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno");
        sleep(Duration.ofMillis(random.nextInt(5)));
        peer.close();
      }
      case 1 -> {
        redirect(peer, "/again");
        sleep(Duration.ofMillis(random.nextInt(5)));
        peer.close();
      }
      case 2 -> {
        readAll(peer);
        redirect(peer, "http://other/");
      }
      case 3 -> {
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
        peer.close();
      }
      case 4 -> {
        peer.ok("no");
        readAll(peer);
      }
      case 5 -> {
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        peer.readChunk();
        if (random.nextBoolean()) {
          peer.close();
        } else {
          sleep(Duration.ofSeconds(40));
        }
      }
      default -> echo(peer);
    }
  }

  private static void redirect(ScriptedServer.Peer peer, String location) throws IOException {
    peer.send(
        "HTTP/1.1 307 There\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n".formatted(location));
  }

  private static void readAll(ScriptedServer.Peer peer) throws IOException {
    while (!peer.readChunk().isEmpty()) {
      // what comes is not wanted
    }
  }

  private static void echo(ScriptedServer.Peer peer) throws IOException {
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk;
    do {
      chunk = peer.readChunk();
      peer.send("%x\r\n%s\r\n".formatted(chunk.length(), chunk));
    } while (!chunk.isEmpty());
  }
}
