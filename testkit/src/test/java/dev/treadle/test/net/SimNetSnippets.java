package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The examples of this package's documentation, run as tests in the real world's time.
@Timeout(60)
class SimNetSnippets {

  @Test
  void partition() throws IOException {
    // @start region="partition"
    var net = SimNet.create();
    var db = net.host("db");
    var app = net.host("app");
    net.links()
        .configure(
            link -> link.withLatency(Duration.ofMillis(1), Duration.ofMillis(20)).withSplits(true));

    var listener = db.network().listen(new InetSocketAddress(5432), 16);
    var connection = app.network().connect(InetSocketAddress.createUnresolved("db", 5432));

    net.between(app, db).partition(); // the connection stalls, and neither end can tell
    net.between(app, db).heal(); // what waited goes on
    net.between(app, db).reset(); // the connection is broken
    db.crash(); // and so is all that db had open
    // @end
    connection.close();
    listener.close();

    assertThat(db.isUp()).isFalse();
  }

  @Test
  void sockets() throws IOException, InterruptedException {
    var net = SimNet.create();
    // @start region="sockets"
    var server = net.host("server");
    var listening = server.serverSocketFactory().createServerSocket(80);
    var serving = Thread.ofVirtual().start(() -> greetOne(listening));

    String greeting = greeting(net.host("client").socketFactory(), "server");
    // @end
    serving.join();
    listening.close();

    assertThat(greeting).isEqualTo("hello");
  }

  private static void greetOne(java.net.ServerSocket listening) {
    try (var socket = listening.accept()) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError("nobody came to be greeted", e);
    }
  }

  /// Ordinary code, which knows nothing of simulations.
  private static String greeting(SocketFactory sockets, String host) throws IOException {
    try (Socket socket = sockets.createSocket(host, 80)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  // @start region="contract"
  static class MyNetworkTest extends NetworkContract {

    private final SimHost host = SimNet.create().host("alone");

    @Override
    protected Network network() {
      return host.network();
    }
  }
  // @end
}
