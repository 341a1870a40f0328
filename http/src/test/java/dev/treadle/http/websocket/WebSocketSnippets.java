package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.io.ByteStream;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// The examples of the package, run as tests.
class WebSocketSnippets {

  // @start region="echo"
  void echo(ByteStream stream, Agreement agreement) throws IOException {
    WebSocket.serve(
        stream,
        agreement,
        WebSocketSettings.defaults(),
        socket -> {
          while (true) { // until the client closes
            socket.send(socket.receive());
          }
        });
  }

  // @end region="echo"

  // @start region="message"
  static String describe(Message message) {
    return switch (message) {
      case Message.Text(var text) when text.isEmpty() -> "nothing to say";
      case Message.Text(var text) -> "says " + text;
      case Message.Binary(var bytes) -> "sends " + bytes.length + " bytes";
    };
  }

  // @end region="message"

  // @start region="settings"
  static final WebSocketSettings CHAT =
      WebSocketSettings.defaults()
          .withSubprotocols("chat.v2", "chat.v1")
          .withCompression(CompressionSettings.withoutContext())
          .withMaxMessage(64 * 1024)
          .withPings(Duration.ofSeconds(30), Duration.ofSeconds(10));

  // @end region="settings"

  // @start region="read"
  static long sizeOf(WebSocket socket) throws IOException {
    return socket.readMessage(message -> {
      long size = 0;
      var buffer = ByteBuffer.allocate(8192);
      while (message.read(buffer) >= 0) {
        size += buffer.position();
        buffer.clear();
      }
      return size;
    });
  }

  // @end region="read"

  // @start region="write"
  static void list(WebSocket socket, List<String> names) throws IOException {
    socket.writeText(message -> {
      for (var name : names) {
        message.write(name + "\n");
      }
    });
  }

  // @end region="write"

  // @start region="both"
  static void prices(WebSocket socket, Iterable<String> prices) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> {
        for (var price : prices) {
          socket.send(price);
          sleep(Duration.ofSeconds(1));
        }
      });
      socket.messages().forEach(order -> socket.send("taken: " + describe(order)));
    });
  }

  // @end region="both"

  // @start region="giveUp"
  static int waitPatiently(WebSocket socket) throws IOException {
    int seconds = 0;
    while (moveOnAfter(Duration.ofSeconds(1), socket::receive).isEmpty()) {
      seconds++; // nothing is lost, and the WebSocket is as good as before
    }
    return seconds;
  }

  // @end region="giveUp"

  // @start region="handshake"
  static Agreement shakeHands() throws HandshakeException {
    var request = WebSocketHandshake.request(CHAT); // the client's head: request.headers()
    var answer = WebSocketHandshake.answer(Method.GET, request.headers(), CHAT); // the server's
    return request.check(Status.SWITCHING_PROTOCOLS, answer.headers()); // and the client's again
  }

  // @end region="handshake"

  @TreadleTest
  void messagesComeBack() {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              list(socket, List.of("ann", "bob"));
              assertThat(sizeOf(socket)).isEqualTo(8);
            });
    assertThat(describe(new Message.Text(""))).isEqualTo("nothing to say");
    assertThat(describe(new Message.Text("hello"))).isEqualTo("says hello");
    assertThat(describe(new Message.Binary(new byte[2]))).isEqualTo("sends 2 bytes");
  }

  @TreadleTest
  void pricesAndOrdersAtTheSameTime() {
    Talk.create()
        .run(
            socket -> prices(socket, List.of("1.00", "1.01", "1.02")),
            socket -> {
              assertThat(socket.receive()).isEqualTo(new Message.Text("1.00"));
              socket.send("ten");
              assertThat(socket.receive()).isEqualTo(new Message.Text("taken: says ten"));
              assertThat(socket.receive()).isEqualTo(new Message.Text("1.01"));
            });
  }

  @TreadleTest
  void patienceTakesNothingAway() {
    Talk.create()
        .run(
            socket -> {
              sleep(Duration.ofMillis(4500));
              socket.send("at last");
            },
            socket -> assertThat(waitPatiently(socket)).isEqualTo(4));
  }

  @TreadleTest
  void theEchoEndsWithItsClient() throws IOException {
    try (var pair = dev.treadle.io.MemoryStream.pair()) {
      TaskGroup.run(group -> {
        group.start(() -> echo(pair.server(), Agreement.plain()));
        WebSocket.connect(
            pair.client(),
            Agreement.plain(),
            WebSocketSettings.defaults(),
            socket -> {
              socket.send("hello");
              assertThat(socket.receive()).isEqualTo(new Message.Text("hello"));
            });
      });
    }
  }

  @TreadleTest
  void bothEndsAgree() throws HandshakeException {
    assertThat(shakeHands().subprotocol()).contains("chat.v2");
    assertThat(Headers.empty().isEmpty()).isTrue();
  }
}
