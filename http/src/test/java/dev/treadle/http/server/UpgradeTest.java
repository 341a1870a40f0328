package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketHandshake;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.io.ByteReader;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

class UpgradeTest {

  private static final Handler SHOUT =
      _ ->
          Response.upgrade(
              "shout",
              stream -> {
                var reader = ByteReader.of(stream);
                for (var line = reader.readLine(100); line != null; line = reader.readLine(100)) {
                  var loud = line.toUpperCase(java.util.Locale.ROOT) + "\r\n";
                  stream.write(ByteBuffer.wrap(loud.getBytes(StandardCharsets.US_ASCII)));
                }
              });

  @TreadleTest
  void theConnectionSpeaksAnotherProtocol(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SHOUT,
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: shout\n\nearly\n");
            client.expect(
                "HTTP/1.1 101 Switching Protocols\nUpgrade: shout\nConnection: upgrade\n\nEARLY\n");
            client.send("late\n").expect("LATE\n");
            client.stream().shutdownOutput();
            client.expectEnd();
          }
        });
  }

  @TreadleTest
  void aClientThatWouldNotUpgradeIsAnsweredWith426(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SHOUT,
        site -> {
          try (var client = site.connect()) {
            client
                .get("/")
                .expectError(
                    "426 Upgrade Required",
                    "expected a client that would upgrade to shout, found another");
          }
        });
  }

  @TreadleTest
  void aWebSocketAnswersMessages(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            Response.webSocket(
                request,
                settings -> settings,
                socket -> {
                  while (socket.receive() instanceof Message.Text text) {
                    socket.send(text.text() + "!");
                  }
                }),
        site -> {
          try (var client = site.connect()) {
            var handshake = WebSocketHandshake.request(WebSocketSettings.defaults());
            var fields =
                StreamSupport.stream(handshake.headers().spliterator(), false)
                    .map(field -> field.name() + ": " + field.value() + "\n")
                    .collect(Collectors.joining());
            client.send("GET / HTTP/1.1\nHost: a\n" + fields + "\n");
            client.expect("HTTP/1.1 101 Switching Protocols\n");
            while (!client.heard().endsWith("\n\n")) {
              client.expect(client.heard());
            }
            WebSocket.connect(
                client.stream(),
                dev.treadle.http.websocket.Agreement.plain(),
                WebSocketSettings.defaults(),
                socket -> {
                  socket.send("hello");
                  assertThat(socket.receive()).isEqualTo(new Message.Text("hello!"));
                });
          }
          simulation.awaitBlocked();
          assertThat(site.server().statistics().connections()).isZero();
        });
  }

  @TreadleTest
  void whatIsNoHandshakeIsRefused(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> Response.webSocket(request, settings -> settings, _ -> {}),
        site -> {
          try (var client = site.connect()) {
            client.get("/").expect("HTTP/1.1 426 Upgrade Required\n");
          }
        });
  }
}
