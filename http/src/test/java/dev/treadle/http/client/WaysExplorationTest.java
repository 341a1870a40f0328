package dev.treadle.http.client;

import static dev.treadle.Treadle.race;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.websocket.HandshakeException;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.io.Tls;
import dev.treadle.io.TlsIdentity;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Every way from a client to a server, with servers and proxies that fail and callers that are
/// cancelled anywhere: an answer goes to who asked, a call that is cancelled ends at once, and no
/// connection, and no place for one, is lost.
class WaysExplorationTest {

  private static final List<String> HOSTS = List.of("one", "other");
  private static final WebSocketSettings WEBSOCKET = WebSocketSettings.defaults();

  private static @Nullable KeyStore keys;

  @BeforeAll
  static void makeKeys(@TempDir Path directory) throws Exception {
    keys = TestKeys.make(directory);
  }

  /// Made anew for every seed, as sessions of another must not be resumed.
  private static Tls serving() throws Exception {
    var identity = TlsIdentity.ofKeyStore(Objects.requireNonNull(keys), TestKeys.PASSWORD);
    return Tls.of(s -> s.withIdentity(identity));
  }

  private static Tls trusting() throws Exception {
    var trust = TestKeys.trust(Objects.requireNonNull(keys));
    return Tls.of(s -> s.withTrust(trust).withAlpn("http/1.1"));
  }

  private static ClientSettings impatient(ClientSettings settings) {
    return settings.withTimeouts(
        t -> t.withRead(Duration.ofSeconds(3)).withConnect(Duration.ofSeconds(2)));
  }

  private static void ask(HttpClient client, String url, int number) throws IOException {
    var answer = client.get(url + "/" + number);
    assertThat(answer.text()).isEqualTo("answer " + number);
  }

  /// Answers each request with its number, or does something else.
  private static void serve(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    for (var target = peer.readTarget(); target != null; target = peer.readTarget()) {
      var body = "answer " + target.replaceAll(".*/", "");
      switch (random.nextInt(8)) {
        case 0 -> peer.close();
        case 1 -> {
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nansw");
          peer.close();
        }
        case 2 -> sleep(Duration.ofMillis(random.nextInt(40)));
        default -> {}
      }
      peer.ok(body);
    }
  }

  private static ScriptedServer server(Simulation simulation, String host) {
    var random = simulation.random();
    return ScriptedServer.start(simulation, host, 80, peer -> serve(peer, random));
  }

  // --- Redirects

  @TreadleTest(explore = 2_000)
  void redirects(Simulation simulation) throws Exception {
    var random = simulation.random();
    try (var _ = ScriptedServer.start(simulation, "one", 80, peer -> send(peer, random));
        var _ = ScriptedServer.start(simulation, "other", 80, peer -> send(peer, random))) {
      Crowd.run(
          simulation,
          WaysExplorationTest::impatient,
          (client, _, number) -> ask(client, "http://one", number));
    }
  }

  /// To somewhere else, half of the time.
  private static void send(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    for (var target = peer.readTarget(); target != null; target = peer.readTarget()) {
      var body = "answer " + target.replaceAll(".*/", "");
      int length = random.nextInt(3) * 10_000;
      switch (random.nextInt(6)) {
        case 0, 1 ->
            peer.send(
                "HTTP/1.1 302 There\r\nLocation: http://%s/x%s\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(HOSTS.get(random.nextInt(2)), target, length, "x".repeat(length)));
        case 2 -> peer.close();
        case 3 -> sleep(Duration.ofMillis(random.nextInt(40)));
        default -> {}
      }
      peer.ok(body);
    }
  }

  // --- Streams

  @TreadleTest(explore = 2_000)
  void streams(Simulation simulation) throws Exception {
    var random = simulation.random();
    simulation.network().links().configure(link -> link.withBufferBytes(100));
    try (var _ = ScriptedServer.start(simulation, "one", 80, peer -> trickle(peer, random))) {
      Crowd.run(simulation, WaysExplorationTest::impatient, WaysExplorationTest::listen);
    }
  }

  private static void trickle(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    for (var target = peer.readTarget(); target != null; target = peer.readTarget()) {
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        peer.send("%x\r\n%s;\r\n".formatted(target.length() + 1, target));
        if (random.nextInt(20) == 0) {
          sleep(Duration.ofMillis(random.nextInt(20)));
        }
      }
      if (random.nextInt(8) == 0) {
        peer.close();
      }
      peer.send("0\r\n\r\n");
    }
  }

  private static void listen(HttpClient client, RandomGenerator random, int number)
      throws IOException {
    int wanted = random.nextInt(30);
    var heard = new StringBuilder();
    client.<Boolean, IOException>stream(
        Request.get("http://one/" + number),
        response -> {
          var piece = ByteBuffer.allocate(7);
          for (int i = 0; i < wanted && response.read(piece) >= 0; i++) {
            piece.flip();
            while (piece.hasRemaining()) {
              heard.append((char) piece.get());
            }
            piece.clear();
          }
          return true;
        });
    assertThat(("/" + number + ";").repeat(20)).startsWith(heard.toString());
  }

  // --- Proxies

  @TreadleTest(explore = 2_000)
  void proxiesThatForward(Simulation simulation) throws Exception {
    var random = simulation.random();
    try (var _ = ScriptedServer.start(simulation, "proxy", 3128, peer -> serve(peer, random))) {
      Crowd.run(
          simulation,
          settings -> impatient(settings).withProxies(Proxies.all(Proxy.of("http://proxy:3128"))),
          (client, _, number) -> ask(client, "http://" + HOSTS.get(number % 2), number));
    }
  }

  @TreadleTest(explore = 2_000)
  void socks(Simulation simulation) throws Exception {
    var random = simulation.random();
    try (var _ = server(simulation, "one");
        var _ = server(simulation, "other");
        var _ = ScriptedServer.start(simulation, "proxy", 1080, peer -> socks(peer, random))) {
      Crowd.run(
          simulation,
          settings -> impatient(settings).withProxies(Proxies.all(Proxy.of("socks5://proxy"))),
          (client, _, number) -> ask(client, "http://" + HOSTS.get(number % 2), number));
    }
  }

  private static void socks(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    peer.expect("\5\1\0");
    trouble(peer, random);
    peer.send("\5\0");
    peer.expect("\5\1\0\3");
    var host = peer.readBody(peer.readBody(1).charAt(0));
    peer.expect("\0\120");
    trouble(peer, random);
    try (var there = Tcp.connect(host, 80)) {
      peer.send("\5" + (random.nextInt(10) == 0 ? "\1" : "\0") + "\0\1\0\0\0\0\0\0");
      relay(peer.stream(), there);
    }
  }

  private static void trouble(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    switch (random.nextInt(15)) {
      case 0 -> peer.close();
      case 1 -> sleep(Duration.ofSeconds(random.nextInt(5)));
      case 2 -> sleep(Duration.ofMillis(random.nextInt(20)));
      default -> {}
    }
  }

  private static void relay(ByteStream one, ByteStream other) {
    race(() -> copy(one, other), () -> copy(other, one));
  }

  private static boolean copy(ByteStream from, ByteStream to) {
    var piece = ByteBuffer.allocate(1024);
    try {
      while (from.read(piece.clear()) >= 0) {
        to.write(piece.flip());
      }
    } catch (IOException gone) {
      // as good as the end
    }
    return true;
  }

  // --- TLS

  @TreadleTest(explore = 100)
  void tls(Simulation simulation) throws Exception {
    var random = simulation.random();
    var tls = serving();
    try (var _ =
        ScriptedServer.start(simulation, "server", 443, peer -> secured(peer, tls, random))) {
      Crowd.run(
          simulation,
          WaysExplorationTest::impatient,
          trusting(),
          (client, _, number) -> ask(client, "https://server", number));
    }
  }

  @TreadleTest(explore = 100)
  void tlsThroughATunnel(Simulation simulation) throws Exception {
    var random = simulation.random();
    var tls = serving();
    try (var _ =
            ScriptedServer.start(simulation, "server", 443, peer -> secured(peer, tls, random));
        var _ = ScriptedServer.start(simulation, "proxy", 3128, peer -> tunnel(peer, random))) {
      Crowd.run(
          simulation,
          settings -> impatient(settings).withProxies(Proxies.all(Proxy.of("http://proxy:3128"))),
          trusting(),
          (client, _, number) -> ask(client, "https://server", number));
    }
  }

  private static void secured(ScriptedServer.Peer peer, Tls tls, RandomGenerator random)
      throws IOException {
    trouble(peer, random);
    try (var stream = tls.server(peer.stream())) {
      serve(peer.over(stream), random);
    }
  }

  private static void tunnel(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    assertThat(peer.readTarget()).isIn("server:443", null);
    trouble(peer, random);
    try (var there = Tcp.connect("server", 443)) {
      peer.send(
          random.nextInt(10) == 0
              ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
              : "HTTP/1.1 200 OK\r\n\r\n");
      relay(peer.stream(), there);
    }
  }

  // --- WebSockets

  @TreadleTest(explore = 2_000)
  void webSockets(Simulation simulation) throws Exception {
    var random = simulation.random();
    try (var _ = ScriptedServer.start(simulation, "one", 80, peer -> talk(peer, random))) {
      Crowd.run(simulation, WaysExplorationTest::impatient, WaysExplorationTest::talk);
    }
  }

  private static void talk(ScriptedServer.Peer peer, RandomGenerator random) throws IOException {
    trouble(peer, random);
    WebSocketClientTest.serve(
        peer,
        socket -> {
          while (random.nextInt(10) > 0) {
            socket.send(socket.receive());
          }
          if (random.nextBoolean()) {
            peer.close();
          }
        });
  }

  private static void talk(HttpClient client, RandomGenerator random, int number)
      throws IOException {
    try {
      client.<IOException>webSocket(
          "ws://one/chat",
          WEBSOCKET,
          socket -> {
            for (int i = 0; i < random.nextInt(6); i++) {
              socket.send("number " + number);
              assertThat(socket.receive()).isEqualTo(new Message.Text("number " + number));
            }
          });
    } catch (HandshakeException refused) {
      throw new AssertionError("expected a handshake that is a good one", refused);
    }
  }
}
