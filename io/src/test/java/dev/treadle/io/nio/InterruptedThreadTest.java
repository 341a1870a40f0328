package dev.treadle.io.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// An interrupt closes the channel its thread is blocked in, and one that is used with the flag
/// set; not so if the channel never blocks.
class InterruptedThreadTest {

  private final NioNetwork network = new NioNetwork();

  @TreadleTest(realTime = true)
  void everythingWorksWithTheInterruptFlagSet() throws IOException {
    Thread.currentThread().interrupt();
    try (var listener =
            network.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        var client = network.connect(listener.localAddress());
        var udp = network.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      boolean connected = client.finishConnect();
      var server = listener.accept();
      while (server == null || !connected) {
        Thread.onSpinWait();
        connected = client.finishConnect();
        server = server == null ? listener.accept() : server;
      }

      client.write(ByteBuffer.allocate(1));
      int read = 0;
      while (read == 0) {
        read = server.read(ByteBuffer.allocate(1));
      }
      boolean sent = udp.send(ByteBuffer.allocate(1), udp.localAddress());
      server.close();

      assertThat(read).isEqualTo(1);
      assertThat(sent).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
