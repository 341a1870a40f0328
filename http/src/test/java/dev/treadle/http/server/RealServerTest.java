package dev.treadle.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.io.ProxyProtocol;
import dev.treadle.io.Tcp;
import dev.treadle.io.Tls;
import dev.treadle.io.TlsIdentity;
import dev.treadle.io.TlsTrust;
import dev.treadle.io.UnixSocket;
import dev.treadle.sync.Event;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same over real sockets, in real time: what a simulation cannot vouch for.
@Timeout(120)
class RealServerTest {

  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  private static void run(
      UnaryOperator<ServerSettings> settings, Handler handler, Each<HttpServer, Exception> test) {
    TaskGroup.run(group -> {
      try (var server =
          HttpServer.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings, handler)) {
        group.start(server::serve);
        test.accept(server);
      }
    });
  }

  private static RawClient connect(HttpServer server) throws Exception {
    return new RawClient(
        Tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
  }

  private Response sleep(Request request) {
    try {
      log.add("began");
      Treadle.sleep(Duration.ofMillis(Long.parseLong(request.path().substring(1))));
      return Response.text("slept");
    } catch (Cancelled cancelled) {
      log.add(cancelled.origin().reason());
      throw cancelled;
    }
  }

  private String next() throws InterruptedException {
    var next = log.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  @Test
  void aClientThatHangsUpCancelsItsRequest() {
    run(
        settings -> settings,
        this::sleep,
        server -> {
          try (var client = connect(server)) {
            client.get("/60000");
            assertThat(next()).isEqualTo("began");
          }
          assertThat(next()).isEqualTo("the client has hung up");
        });
  }

  @Test
  void aClientThatOnlyEndsItsOutputIsAnsweredIfTheServerAllowsItAndAResetCancels() {
    run(
        settings -> settings.withOnDisconnect(Disconnect.CANCEL_ON_RESET),
        this::sleep,
        server -> {
          try (var client = connect(server)) {
            client.get("/200");
            client.stream().shutdownOutput();
            client.expectText("slept").expectEnd();
          }
          assertThat(next()).isEqualTo("began");
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /60000 HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(next()).isEqualTo("began");
            // To close it then is to reset it.
            socket.setSoLinger(true, 0);
          }
          assertThat(next()).isEqualTo("the client's connection was reset");
        });
  }

  @Test
  void aDeadlineCancelsARequest() {
    run(
        settings -> settings,
        this::sleep,
        server -> {
          try (var client = connect(server)) {
            client.send("GET /60000 HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 1000\n\n");
            client.expectError(
                "504 Gateway Timeout", "the time that the request has was not enough");
            client.get("/1").expectText("slept");
          }
          assertThat(next()).isEqualTo("began");
          assertThat(next()).isEqualTo("deadline passed");
        });
  }

  @Test
  void aServerThatIsClosedFinishesWhatItDoesAndClosesWhatIsIdle() {
    var released = Event.create();
    run(
        settings -> settings,
        request -> {
          log.add(request.path());
          if (request.path().equals("/busy")) {
            released.await();
          }
          return Response.text("done");
        },
        server -> {
          try (var busy = connect(server);
              var idle = connect(server)) {
            idle.get("/idle").expectText("done"); // or it might not have been accepted
            busy.get("/busy");
            assertThat(next()).isEqualTo("/idle");
            assertThat(next()).isEqualTo("/busy");
            TaskGroup.run(group -> {
              group.start(server::close);
              idle.expectEnd();
              released.set();
            });

            busy.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 4\nConnection: close\n\ndone");
            busy.expectEnd();
          }
        });
  }

  @Test
  void aServerListensOnAUnixSocket(@TempDir Path folder) {
    TaskGroup.run(group -> {
      var path = folder.resolve("socket");
      try (var server =
          HttpServer.open(UnixSocket.listen(path), settings -> settings, this::sleep)) {
        group.start(server::serve);
        try (var client = new RawClient(UnixSocket.connect(path))) {
          client.get("/1").expectText("slept");
        }
      }
    });
  }

  @Test
  void aServerSpeaksTls(@TempDir Path folder) throws Exception {
    var store = folder.resolve("store.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        output(
            keytool,
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            "secret1",
            "-validity",
            "2");
    assertThat(store).as(made).exists();
    var keys = KeyStore.getInstance(store.toFile(), "secret1".toCharArray());
    var tls = Tls.of(settings -> settings.withIdentity(TlsIdentity.ofKeyStore(keys, "secret1")));
    var trust = TlsTrust.of(List.of((X509Certificate) keys.getCertificate("a")));
    var client = Tls.of(settings -> settings.withTrust(trust));
    run(
        settings -> settings.withTransport(tls::server),
        request -> Response.text(request.isSecure() + " " + request.url()),
        server -> {
          var stream =
              Tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
          try (var secure = new RawClient(client.client(stream, "localhost"))) {
            secure.get("/x?y").expectText("true https://a/x?y");
            secure.get("/").expectText("true https://a/");
          }
          try (var plain = connect(server)) {
            plain.get("/");
            assertThat(plain.rest()).doesNotStartWith("HTTP");
          }
        });
  }

  /// To close a connection on which content is left would be to reset it, and what was sent is
  /// lost.
  @Test
  void aRefusalIsHeardThoughContentIsOnItsWay() {
    run(
        settings -> settings,
        ECHO,
        server -> {
          try (var client = connect(server)) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 2000000\n\n");
            client.sendExactly("x".repeat(200_000));
            Treadle.sleep(Duration.ofMillis(300));
            client.expectRefusal(
                "413 Content Too Large", "expected content of at most 1048576 bytes, found more");
          }
        });
  }

  // --- Clients that others wrote

  private static final Handler ECHO =
      request ->
          Response.text(request.method() + " " + request.target() + " " + request.body().text());

  /// Runs a program and returns what it wrote; nothing if the machine does not have it.
  private static String output(String... command) throws Exception {
    var file = Files.createTempFile("treadle-peer-", ".txt");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile());
      builder.environment().put("no_proxy", "*"); // whatever this machine asks for the rest
      var process = builder.start();
      Treadle.blocking(() -> process.waitFor());
      return Files.readString(file);
    } catch (java.io.IOException missing) {
      System.out.println("not tested with " + command[0] + ": it is not here");
      return "";
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void curlIsServed() {
    run(
        settings -> settings,
        ECHO,
        server -> {
          var url = "http://localhost:" + server.port();
          var large = "x".repeat(5000);
          var heard =
              output(
                  "curl",
                  "-sS",
                  "--ipv4",
                  "--max-time",
                  "60",
                  url + "/a?b",
                  url + "/c",
                  "--next",
                  "-sS",
                  "--ipv4",
                  "-d",
                  "text",
                  url + "/post",
                  "--next",
                  "-sS",
                  "--ipv4",
                  "-H",
                  "Transfer-Encoding: chunked",
                  "-d",
                  "chunks",
                  url + "/chunked",
                  "--next",
                  "-sS",
                  "--ipv4",
                  "-H",
                  "Expect: 100-continue",
                  "-d",
                  "asked",
                  url + "/expect",
                  "--next",
                  "-sS",
                  "--ipv4",
                  "--compressed",
                  "-d",
                  large,
                  url + "/packed",
                  "--next",
                  "-sS",
                  "--ipv4",
                  "-I",
                  url + "/head");
          if (heard.isEmpty()) {
            return;
          }
          assertThat(heard)
              .startsWith(
                  "GET /a?b GET /c POST /post textPOST /chunked chunksPOST /expect askedPOST /packed "
                      + large
                      + "HTTP/1.1 200 OK\r\n");
        });
  }

  @Test
  void curlSpeaksTheProxyProtocol() {
    run(
        settings -> settings.withTransport(ProxyProtocol::read),
        request -> Response.text(request.remoteAddress() + ";"),
        server -> {
          var url = "http://127.0.0.1:" + server.port();
          var heard = output("curl", "-sS", "--haproxy-protocol", url, url);
          if (heard.isEmpty()) {
            return;
          }
          assertThat(heard).matches("(/127.0.0.1:\\d+;){2}");
        });
  }

  @Test
  void curlGetsSeveralPartsOfAFile(@TempDir Path folder) throws Exception {
    var file = folder.resolve("letters.txt");
    Files.writeString(file, "a".repeat(1000) + "b".repeat(1000) + "c".repeat(1000));
    run(
        settings -> settings,
        _ -> Response.file(file),
        server -> {
          var url = "http://localhost:" + server.port();
          var heard = output("curl", "-sS", "--ipv4", "-r", "998-1001,2998-", url);
          if (heard.isEmpty()) {
            return;
          }
          assertThat(heard)
              .containsSubsequence(
                  "bytes 998-1001/3000\r\n\r\naabb\r\n",
                  "bytes 2998-2999/3000\r\n\r\ncc\r\n",
                  "--\r\n");
        });
  }

  @Test
  void pythonTakesSeveralPartsApart(@TempDir Path folder) throws Exception {
    var file = folder.resolve("letters.txt");
    Files.writeString(file, "a".repeat(1000) + "b".repeat(1000) + "c".repeat(1000));
    run(
        settings -> settings,
        _ -> Response.file(file),
        server -> {
          var script =
              """
              import email, http.client
              c = http.client.HTTPConnection('127.0.0.1', %d, timeout=60)
              c.request('GET', '/', headers={'Range': 'bytes=2999-,0-2'})
              r = c.getresponse()
              head = 'Content-Type: ' + r.getheader('Content-Type') + '\\r\\n\\r\\n'
              for part in email.message_from_bytes(head.encode() + r.read()).get_payload():
                  print(part['Content-Type'], part['Content-Range'], part.get_payload(), end=';')
              """
                  .formatted(server.port());
          var heard = output("python3", "-c", script);
          if (heard.isEmpty()) {
            return;
          }
          assertThat(heard)
              .isEqualTo(
                  "text/plain; charset=utf-8 bytes 2999-2999/3000 c;"
                      + "text/plain; charset=utf-8 bytes 0-2/3000 aaa;");
        });
  }

  @Test
  void pythonIsServed() {
    run(
        settings -> settings,
        ECHO,
        server -> {
          var script =
              """
              import http.client
              c = http.client.HTTPConnection('127.0.0.1', %d, timeout=60)
              for method, target, body in [('GET', '/a', None), ('PUT', '/b', b'bytes'), ('POST', '/c', iter([b'one', b'two']))]:
                  c.request(method, target, body, encode_chunked=False)
                  r = c.getresponse()
                  print(r.status, r.getheader('Content-Type'), r.read().decode(), end=';')
              c.close()
              """
                  .formatted(server.port());
          var heard = output("python3", "-c", script);
          if (heard.isEmpty()) {
            return;
          }
          assertThat(heard)
              .isEqualTo(
                  "200 text/plain; charset=utf-8 GET /a ;200 text/plain; charset=utf-8 PUT /b bytes;"
                      + "200 text/plain; charset=utf-8 POST /c onetwo;");
        });
  }
}
