package dev.treadle.http.client;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.http.Cookie;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.http.websocket.HandshakeException;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketHandshake;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.io.ByteStream;
import dev.treadle.retry.Backoff;
import dev.treadle.retry.Retry;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// WebSockets that a client opens, with everything else that it does for a call.
class WebSocketClientTest {

  private static final WebSocketSettings SETTINGS = WebSocketSettings.defaults();

  private static void echo(ScriptedServer.Peer peer) throws IOException {
    serve(
        peer,
        socket -> {
          for (int i = 0; i < 2; i++) {
            socket.send(socket.receive());
          }
        });
  }

  interface Script {
    void run(WebSocket socket) throws IOException;
  }

  static void serve(ScriptedServer.Peer peer, Script script) throws IOException {
    var head = String.valueOf(peer.readHead()).strip().split("\r\n", -1);
    var headers = Headers.builder();
    for (int i = 1; i < head.length; i++) {
      headers.add(
          head[i].substring(0, head[i].indexOf(':')), head[i].substring(head[i].indexOf(':') + 1));
    }
    var answer = WebSocketHandshake.answer(Method.GET, headers.build(), SETTINGS);
    var text = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
    answer
        .headers()
        .forEach(f -> text.append(f.name()).append(": ").append(f.value()).append("\r\n"));
    peer.send(text + "\r\n");
    ByteStream stream = peer.stream();
    WebSocket.<IOException>serve(stream, answer.agreement(), SETTINGS, script::run);
  }

  @TreadleTest
  void messagesGoBothWays(Simulation simulation) throws Exception {
    try (var _ = ScriptedServer.start(simulation, WebSocketClientTest::echo);
        var client = HttpClient.open()) {
      var heard = new ArrayList<Message>();

      client.<IOException>webSocket(
          "ws://server/chat",
          SETTINGS,
          socket -> {
            socket.send("hello");
            heard.add(socket.receive());
            socket.send(new byte[] {1, 2, 3});
            heard.add(socket.receive());
          });

      assertThat(heard.getFirst()).isEqualTo(new Message.Text("hello"));
      assertThat(((Message.Binary) heard.getLast()).bytes()).containsExactly(1, 2, 3);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  @TreadleTest
  void whatCameBehindTheAnswerIsNotLost(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer ->
                    serve(
                        peer,
                        socket -> {
                          socket.send("at once");
                        }));
        var client = HttpClient.open()) {
      client.<IOException>webSocket(
          "ws://server/",
          SETTINGS,
          socket -> assertThat(socket.receive()).isEqualTo(new Message.Text("at once")));
    }
  }

  @TreadleTest
  void aServerThatDoesNotAgreeIsHeard(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.answering(
                simulation, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        var client = HttpClient.open()) {
      var failure =
          thrownBy(
              HandshakeException.class,
              () -> client.<IOException>webSocket("ws://server/", SETTINGS, _ -> {}));

      assertThat(failure.status().code()).isEqualTo(403);
    }
  }

  @TreadleTest
  void whoAsksIsSaidHereToo(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead())
                      .startsWith("GET /chat HTTP/1.1\r\nHost: server\r\n")
                      .contains("Authorization: Bearer token\r\n")
                      .contains("Upgrade: websocket\r\n")
                      .contains("Connection: upgrade\r\n");
                });
        var client = HttpClient.open(s -> s.withAuth(Auth.bearer("token")))) {
      thrownBy(
          HttpException.ConnectionLost.class,
          () -> client.<IOException>webSocket("ws://server/chat", SETTINGS, _ -> {}));
    }
  }

  @TreadleTest
  void aRetryComesBack(Simulation simulation) throws Exception {
    var visits = new AtomicInteger();
    var retry =
        Retry.of(5)
            .withRetryOn(IOException.class)
            .withBackoff(Backoff.fixed(Duration.ofSeconds(1)));
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  if (peer.number() < 3) {
                    serve(
                        peer,
                        _ -> {
                          peer.close();
                        });
                  } else {
                    echo(peer);
                  }
                });
        var client = HttpClient.open()) {
      retry.<IOException>run(() ->
          client.<IOException>webSocket(
              "ws://server/",
              SETTINGS,
              socket -> {
                visits.incrementAndGet();
                socket.send("again");
                socket.receive();
                socket.send("and again");
                socket.receive();
              }));

      assertThat(visits).hasValue(3);
    }
  }

  /// Answers the handshake after a second, and says something after a minute.
  private static void serveSlowly(ScriptedServer.Peer peer) throws IOException {
    sleep(Duration.ofSeconds(1));
    serve(
        peer,
        socket -> {
          sleep(Duration.ofMinutes(1));
          socket.send("at last");
        });
  }

  private static void hear(HttpClient client, List<String> heard) throws IOException {
    client.<IOException>webSocket(
        "ws://server/",
        SETTINGS.withoutPings(),
        socket -> heard.add(((Message.Text) socket.receive()).text()));
  }

  @TreadleTest
  void theLimitForTheCallHoldsUntilItIsOpen(Simulation simulation) throws Exception {
    var heard = new ArrayList<String>();
    try (var _ = ScriptedServer.start(simulation, WebSocketClientTest::serveSlowly);
        var patient =
            HttpClient.open(s -> s.withTimeouts(t -> t.withTotal(Duration.ofSeconds(2))));
        var hasty =
            HttpClient.open(s -> s.withTimeouts(t -> t.withTotal(Duration.ofMillis(500))))) {
      hear(patient, heard);
      var failure = thrownBy(HttpException.TimedOut.class, () -> hear(hasty, heard));

      assertThat(heard).containsExactly("at last");
      assertThat(failure.phase()).isEqualTo(HttpException.Phase.TOTAL);
      assertThat(hasty.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void itCountsAsOneOfTheConnections(Simulation simulation) throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var server = ScriptedServer.start(simulation, WebSocketClientTest::serveSlowly);
        var client = HttpClient.open(s -> s.withLimits(l -> l.withPerHost(1)))) {
      TaskGroup.run(group -> {
        group.start(() -> hear(client, heard));
        sleep(Duration.ofSeconds(10));
        assertThat(client.statistics()).isEqualTo(new PoolStatistics(1, 0, 0));

        var failure = thrownBy(HttpException.TimedOut.class, () -> client.get("http://server/"));

        assertThat(failure.phase()).isEqualTo(HttpException.Phase.ACQUIRE);
      });
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
    }
  }

  @TreadleTest
  void cookiesAreTakenAlongAndKept(Simulation simulation) throws Exception {
    var jar = CookieJar.create();
    jar.store(Url.of("http://server/"), Headers.of("Set-Cookie", "a=1"));
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  assertThat(peer.readHead()).contains("\r\nCookie: a=1\r\n");
                  peer.send("HTTP/1.1 403 No\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
                });
        var client = HttpClient.open(s -> s.withCookies(jar))) {
      thrownBy(
          HandshakeException.class,
          () -> client.<IOException>webSocket("ws://server/", SETTINGS, _ -> {}));

      assertThat(jar.cookiesFor(Url.of("http://server/")))
          .extracting(Cookie::name)
          .containsExactly("a", "b");
    }
  }
}
