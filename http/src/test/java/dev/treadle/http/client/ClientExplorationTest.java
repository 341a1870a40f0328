package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Servers that do what they should not, callers that change their minds, and whatever order things
/// happen in: answers go to who asked, connections stay within their limits, and nothing is left
/// over.
class ClientExplorationTest {

  private static final PoolLimits LIMITS = new PoolLimits(3, 2, Duration.ofSeconds(1));

  /// What a server that misbehaves does. Saying something that nobody asked for is noticed only if
  /// it comes with the answer or while the connection is idle, which on a slow network is not sure.
  private static final int IDEAL = 6;

  private static final int SLOW = 5;
  private static final double TROUBLE = 0.3;
  private static final List<String> HOSTS = List.of("one", "other");

  @TreadleTest(explore = 1_000)
  void nothingIsMixedUpOrLeftOver(Simulation simulation) throws Exception {
    explore(simulation, IDEAL);
  }

  @TreadleTest(explore = 1_000)
  void nothingIsMixedUpOrLeftOverOnASlowNetwork(Simulation simulation) throws Exception {
    simulation
        .network()
        .links()
        .configure(link ->
            link.withLatency(Duration.ofMillis(1), Duration.ofMillis(9))
                .withSplits(true)
                .withBufferBytes(100));
    explore(simulation, SLOW);
  }

  @TreadleTest(explore = 300, racePoints = "dev.treadle.http.client")
  void nothingIsMixedUpOrLeftOverInAnyOrder(Simulation simulation) throws Exception {
    explore(simulation, IDEAL);
  }

  private static void explore(Simulation simulation, int misdeeds) throws Exception {
    var connector = new CountingConnector(LIMITS);
    var settings = new ClientSettings().withLimits(_ -> LIMITS);
    var transport = new Http1Transport(settings, connector);
    var client = HttpClient.open(s -> ExchangeTest.bare(s).withTransport(transport));
    try (var _ = server(simulation, "one", misdeeds);
        var _ = server(simulation, "other", misdeeds)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 6; i++) {
          int caller = i;
          group.start(() -> call(client, simulation.random(), caller));
        }
      });

      connector.check();
      var statistics = client.statistics();
      assertThat(statistics.waiting()).isZero();
      assertThat(statistics.open()).isEqualTo(statistics.idle()).isEqualTo(connector.total());
      client.close();
      assertThat(connector.total()).isZero();
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  private static void call(HttpClient client, RandomGenerator random, int caller) {
    for (int i = 0; i < 4; i++) {
      int number = 10 * caller + i;
      var host = HOSTS.get(random.nextInt(HOSTS.size()));
      var request = request(random, "http://" + host + "/" + number);
      if (random.nextInt(3) == 0) {
        moveOnAfter(Duration.ofMillis(1 + random.nextInt(30)), () -> ask(client, request, number));
      } else {
        ask(client, request, number);
      }
    }
  }

  private static Request request(RandomGenerator random, String url) {
    return switch (random.nextInt(3)) {
      case 0 -> Request.post(url, Content.text("x".repeat(500)));
      case 1 ->
          Request.post(
              url,
              Content.writing(
                  MediaType.BYTES, sink -> sink.write(ExchangeTest.bytes("x".repeat(500)))));
      default -> Request.get(url);
    };
  }

  private static void ask(HttpClient client, Request request, int number) {
    try {
      var response = client.send(request);
      assertThat(response.text()).isEqualTo("answer " + number);
    } catch (IOException lost) {
      assertThat(lost).isInstanceOf(HttpException.class);
    }
  }

  private static ScriptedServer server(Simulation simulation, String host, int misdeeds) {
    var random = simulation.random();
    return ScriptedServer.start(
        simulation,
        host,
        80,
        peer -> {
          while (true) {
            var head = peer.readHead();
            if (head == null) {
              return;
            }
            readBody(peer, head);
            var body = "answer " + head.split(" ", 3)[1].substring(1);
            if (random.nextDouble() < TROUBLE) {
              misbehave(peer, random.nextInt(misdeeds), body);
            } else {
              behave(peer, random, body);
            }
          }
        });
  }

  private static void readBody(ScriptedServer.Peer peer, String head) throws IOException {
    if (head.contains("Content-Length: 500")) {
      peer.readBody(500);
    } else if (head.contains("chunked")) {
      peer.readBody(10 + 500 + 2 + 5);
    }
  }

  private static void behave(ScriptedServer.Peer peer, RandomGenerator random, String body)
      throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> peer.send(chunked(body));
      case 1 -> {
        sleep(Duration.ofMillis(random.nextInt(20)));
        peer.ok(body);
      }
      case 2 -> {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n");
        for (var letter : body.split("", body.length())) {
          sleep(Duration.ofMillis(1));
          peer.send(letter);
        }
      }
      default -> peer.ok(body);
    }
  }

  private static String chunked(String body) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(body.length(), body);
  }

  /// Everything a server must not do, and one thing it may: to close behind an answer.
  private static void misbehave(ScriptedServer.Peer peer, int misdeed, String body)
      throws IOException {
    switch (misdeed) {
      case 0 -> peer.close();
      case 1 -> {
        peer.send("HTTP/1.1 200 OK\r\nContent-Le");
        peer.close();
      }
      case 2 -> {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nansw");
        peer.close();
      }
      case 3 -> sleep(Duration.ofSeconds(40));
      case 4 -> {
        peer.ok(body);
        peer.close();
      }
      default -> peer.send(chunked(body) + chunked("not asked for"));
    }
  }
}
