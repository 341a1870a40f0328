package dev.treadle.http.websocket;

import static dev.treadle.Treadle.blocking;
import static dev.treadle.http.websocket.Talk.bytes;
import static dev.treadle.http.websocket.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.NodePackage;
import dev.treadle.http.Status;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;

/// Both ends against the npm package `ws`, over real sockets. Without node and npm it says so and
/// does nothing.
class NodeInteropTest {

  private static final Path FOLDER = Path.of("target", "node");
  private static final WebSocketSettings PLAIN =
      WebSocketSettings.defaults().withSubprotocols("new");
  private static final WebSocketSettings KEEPING =
      PLAIN.withCompression(CompressionSettings.withContext().withThreshold(0));
  private static final WebSocketSettings FORGETTING =
      PLAIN.withCompression(CompressionSettings.withoutContext().withThreshold(0));

  private static boolean present;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    present = NodePackage.install(NodeInteropTest.class, FOLDER, "ws@8", "server.js", "client.js");
  }

  private static Process node(String... arguments) throws IOException {
    var command = new java.util.ArrayList<>(java.util.List.of("node"));
    command.addAll(java.util.List.of(arguments));
    return new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
  }

  // --- What HTTP does otherwise

  private static String head(ByteStream stream) throws IOException {
    var head = new StringBuilder();
    var one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0 && stream.read(one.clear()) > 0) {
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  private static Headers fields(String head) {
    var headers = Headers.builder();
    head.lines()
        .skip(1)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(": *", 2))
        .forEach(field -> headers.add(field[0], field[1]));
    return headers.build();
  }

  private static void write(ByteStream stream, String line, Headers headers) throws IOException {
    var head = new StringBuilder(line).append("\r\n");
    headers.forEach(
        field -> head.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    stream.write(
        ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)));
  }

  // --- Their client

  @TreadleTest(realTime = true)
  void theirClientAndOurServer() throws Exception {
    if (present) {
      var said = theirClient(PLAIN, "plain");

      assertThat(said.lines())
          .containsExactly("protocol new, extensions ", "pong hello", "closed 4321 done");
    }
  }

  @TreadleTest(realTime = true)
  void theirClientAndOurServerCompressingWithContext() throws Exception {
    if (present) {
      assertThat(theirClient(KEEPING, "deflate").lines())
          .containsExactly(
              "protocol new, extensions permessage-deflate", "pong hello", "closed 4321 done");
    }
  }

  @TreadleTest(realTime = true)
  void theirClientAndOurServerCompressingWithoutContext() throws Exception {
    if (present) {
      assertThat(theirClient(FORGETTING, "deflate").lines())
          .containsExactly(
              "protocol new, extensions permessage-deflate", "pong hello", "closed 4321 done");
    }
  }

  private static String theirClient(WebSocketSettings settings, String mode) {
    return TaskGroup.call(group -> {
      try (var listener = Tcp.listen(0)) {
        var process = node("client.js", "ws://127.0.0.1:" + listener.port() + "/", mode);
        var output = group.start(() -> blocking(() -> process.inputReader().readAllAsString()));
        serveOne(listener.accept(), settings);
        return output.await();
      }
    });
  }

  private static void serveOne(ByteStream stream, WebSocketSettings settings) throws IOException {
    var answer = WebSocketHandshake.answer(Method.GET, fields(head(stream)), settings);
    write(stream, "HTTP/1.1 101 Switching Protocols", answer.headers());
    WebSocket.serve(
        stream,
        answer.agreement(),
        settings,
        socket -> {
          try {
            Talk.echo(socket);
          } catch (WebSocketClosedException e) {
            assertThat(e).hasMessage("the peer closed the WebSocket: 4321, done");
          }
        });
  }

  // --- Their server

  @TreadleTest(realTime = true)
  void ourClientAndTheirServer() throws Exception {
    if (present) {
      theirServer(PLAIN);
    }
  }

  @TreadleTest(realTime = true)
  void ourClientAndTheirServerCompressingWithContext() throws Exception {
    if (present) {
      theirServer(KEEPING);
    }
  }

  @TreadleTest(realTime = true)
  void ourClientAndTheirServerCompressingWithoutContext() throws Exception {
    if (present) {
      theirServer(FORGETTING);
    }
  }

  private static void theirServer(WebSocketSettings settings) throws Exception {
    var process = node("server.js");
    try (var said = process.inputReader()) {
      int port = Integer.parseInt(blocking(() -> said.readLine()));
      callOne(Tcp.connect("127.0.0.1", port), port, settings);

      assertThat(blocking(() -> said.readLine())).isEqualTo("closed 4000 enough");
    } finally {
      process.outputWriter().close();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void callOne(ByteStream stream, int port, WebSocketSettings settings)
      throws IOException {
    var request = WebSocketHandshake.request(settings);
    write(stream, "GET / HTTP/1.1", request.headers().withAdded("Host", "127.0.0.1:" + port));
    var head = head(stream);
    assertThat(head).startsWith("HTTP/1.1 101 ");
    var agreement = request.check(Status.SWITCHING_PROTOCOLS, fields(head));
    assertThat(agreement.isCompressed()).isEqualTo(settings.compression().isPresent());
    WebSocket.connect(stream, agreement, settings, NodeInteropTest::exchange);
  }

  private static void exchange(WebSocket socket) throws IOException {
    assertThat(socket.subprotocol()).contains("new");
    for (int size : new int[] {0, 1, 125, 126, 127, 1000, 65_535, 65_536, 300_000}) {
      socket.send("é".repeat(size / 2));
      assertThat(text(socket.receive())).isEqualTo("é".repeat(size / 2));
      socket.send(new byte[size]);
      assertThat(bytes(socket.receive())).isEqualTo(new byte[size]);
    }
    assertThat(socket.ping()).isLessThan(Duration.ofSeconds(5));
    socket.close(4000, "enough");
  }
}
