package dev.treadle.http.client;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.race;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.treadle.TaskGroup;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.io.Tls;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;

/// Servers that others wrote, over real sockets.
class RealServersTest {

  private static <S extends HttpServer> S started(S server) {
    server.createContext("/echo", RealServersTest::echo);
    server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
    server.start();
    return server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// Answers with what came: with a length if the client gave one, else in chunks.
  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      var content = exchange.getRequestBody().readAllBytes();
      var length = exchange.getRequestHeaders().getFirst("Content-Length");
      exchange.sendResponseHeaders(200, length == null ? 0 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private static String url(HttpServer server, String scheme) {
    return scheme + "://localhost:" + server.getAddress().getPort() + "/echo";
  }

  @TreadleTest(realTime = true)
  void theServerOfTheJdk() throws Exception {
    var server = started(HttpServer.create(anyPort(), 0));
    try (var client = HttpClient.open(s -> s.withLimits(l -> l.withPerHost(8)))) {
      var url = url(server, "http");
      var numbers = IntStream.range(0, 200).boxed().toList();

      var answers =
          gather(
              numbers,
              i ->
                  client.post(
                      url,
                      i % 2 == 0
                          ? Content.text("number " + i)
                          : Content.writing(
                              dev.treadle.http.MediaType.BYTES,
                              sink -> sink.write(ExchangeTest.bytes("number " + i)))));

      assertThat(answers)
          .extracting(Response::text)
          .isEqualTo(numbers.stream().map(i -> "number " + i).toList());
      assertThat(client.statistics().open()).isBetween(1, 8);
    } finally {
      server.stop(0);
    }
  }

  @TreadleTest(realTime = true)
  void muchGoesThereAndBack() throws Exception {
    var server = started(HttpServer.create(anyPort(), 0));
    try (var client = HttpClient.open()) {
      var much = "0123456789abcdef".repeat(200_000);

      assertThat(client.post(url(server, "http"), Content.text(much)).text()).isEqualTo(much);
      assertThat(client.post(url(server, "http"), Content.text(much).once()).text())
          .isEqualTo(much);
    } finally {
      server.stop(0);
    }
  }

  @TreadleTest(realTime = true)
  void theServerOfTheJdkOverTls(@TempDir Path directory) throws Exception {
    var keys = TestKeys.make(directory);
    var server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    started(server);
    var trusting = trusting(keys);
    try (var client = HttpClient.open(s -> s.withTls(trusting));
        var stranger = HttpClient.open()) {
      var url = url(server, "https");

      for (int i = 0; i < 20; i++) {
        assertThat(client.post(url, Content.text("secret " + i)).text()).isEqualTo("secret " + i);
      }
      assertThat(client.statistics().open()).isEqualTo(1);
      thrownBy(HttpException.ConnectFailed.class, () -> stranger.get(url));
    } finally {
      server.stop(0);
    }
  }

  @TreadleTest(realTime = true)
  void tlsThroughATunnel(@TempDir Path directory) throws Exception {
    var keys = TestKeys.make(directory);
    var server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    started(server);
    var trusting = trusting(keys);
    var asked = new CopyOnWriteArrayList<String>();
    try (var listener = Tcp.listen(0)) {
      var proxy = Proxy.of("http://localhost:" + listener.port());
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(stream -> tunnel(stream, asked)));
        try (var client =
            HttpClient.open(s -> s.withTls(trusting).withProxies(Proxies.all(proxy)))) {
          var url = url(server, "https");

          assertThat(client.post(url, Content.text("one")).text()).isEqualTo("one");
          assertThat(client.post(url, Content.text("two")).text()).isEqualTo("two");
          assertThat(asked).containsExactly("localhost:" + server.getAddress().getPort());
        }
      });
    } finally {
      server.stop(0);
    }
  }

  /// A proxy that knows how to `CONNECT` and nothing else.
  private static void tunnel(ByteStream stream, List<String> asked) throws IOException {
    var target = String.valueOf(new ScriptedServer.Peer(stream, 1).readHead()).split(" ", 3)[1];
    asked.add(target);
    var port = Integer.parseInt(target.substring(target.indexOf(':') + 1));
    try (var other = Tcp.connect("localhost", port)) {
      stream.write(ExchangeTest.bytes("HTTP/1.1 200 OK\r\n\r\n"));
      race(() -> copy(stream, other), () -> copy(other, stream));
    }
  }

  private static boolean copy(ByteStream from, ByteStream to) throws IOException {
    var piece = ByteBuffer.allocate(8 * 1024);
    while (from.read(piece.clear()) >= 0) {
      to.write(piece.flip());
    }
    return true;
  }

  private static Tls trusting(KeyStore keys) throws Exception {
    var trust = TestKeys.trust(keys);
    return Tls.of(s -> s.withTrust(trust));
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, TestKeys.PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @TreadleTest(realTime = true)
  void theServerOfPython(@TempDir Path directory) throws Exception {
    if (!isPython()) {
      System.out.println("RealServersTest: no python3 of version 3.11 or newer: not tested");
      return;
    }
    Files.writeString(directory.resolve("hello.txt"), "hello from a file");
    var server =
        new ProcessBuilder(
                "python3",
                "-u",
                "-m",
                "http.server",
                "0",
                "--bind",
                "127.0.0.1",
                "--protocol",
                "HTTP/1.1")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    try (var client = HttpClient.open();
        var lines = server.inputReader()) {
      var first = String.valueOf(lines.readLine());
      var url = "http://127.0.0.1:" + first.replaceAll(".* port (\\d+).*", "$1");

      for (var _ : List.of(1, 2, 3)) {
        assertThat(client.get(url + "/hello.txt").text()).isEqualTo("hello from a file");
      }
      assertThat(client.get(url + "/nothing").status().code()).isEqualTo(404);
      assertThat(client.get(url + "/").text()).contains("hello.txt");
      assertThat(client.statistics().open()).isEqualTo(1);
    } finally {
      server.destroyForcibly();
      server.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean isPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
