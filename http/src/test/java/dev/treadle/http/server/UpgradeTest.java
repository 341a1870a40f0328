package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketHandshake;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.io.ByteReader;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

  @TreadleTest
  void aBlockThatFailsIsLogged(Simulation simulation) throws Exception {
    var logged = new ArrayList<LogRecord>();
    var logger = Logger.getLogger("dev.treadle.http.server");
    var handler = new Collecting(logged);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      upgradeThatFails(simulation, new IllegalStateException("a mistake"));
      upgradeThatFails(simulation, new IOException("the client is gone"));
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }

    assertThat(logged)
        .extracting(entry -> entry.getThrown().getMessage())
        .containsExactly("a mistake");
  }

  private static void upgradeThatFails(Simulation simulation, Exception failure) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.upgrade(
                "shout",
                _ -> {
                  throw failure;
                }),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: shout\n\n");
            client.expect("HTTP/1.1 101 Switching Protocols\n");
            var _ = client.rest();
          }
        });
  }

  private static final class Collecting extends java.util.logging.Handler {

    private final List<LogRecord> records;

    Collecting(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @TreadleTest
  void anotherProtocolHasNoDeadline(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SHOUT,
        site -> {
          try (var client = site.connect()) {
            client.send(
                "GET / HTTP/1.1\nHost: a\nX-Request-Timeout-Ms: 500\nConnection: upgrade\nUpgrade: shout\n\n");
            client.expect(
                "HTTP/1.1 101 Switching Protocols\nUpgrade: shout\nConnection: upgrade\n\n");
            Treadle.sleep(Duration.ofHours(5));
            client.send("still there\n").expect("STILL THERE\n");
            client.stream().shutdownOutput();
            client.expectEnd();
          }
        });
  }

  /// The other protocol begins behind it.
  @TreadleTest
  void contentThatNobodyReadIsDroppedFirst(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        SHOUT,
        site -> {
          try (var client = site.connect()) {
            client.send(
                "POST / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: shout\nContent-Length: 4\n\nabcd");
            client.expect(
                "HTTP/1.1 101 Switching Protocols\nUpgrade: shout\nConnection: upgrade\n\n");
            client.send("late\n").expect("LATE\n");
            client.stream().shutdownOutput();
            client.expectEnd();
          }
          try (var client = site.connect()) {
            client.send(
                "POST / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: shout\nContent-Length: 100000\n\nabc\n");
            client.expectRefusal(
                "413 Content Too Large",
                "expected less content before the upgrade to shout, found too much");
          }
        });
  }
}
