package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The example of [Udp], run as a test.
class UdpSnippets {

  @TreadleTest
  void echo() throws IOException {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    // @start region="echo"
    try (var here = Udp.open(anyPort);
        var there = Udp.open(anyPort)) {
      here.send(ByteBuffer.wrap("ping".getBytes(StandardCharsets.UTF_8)), there.address());

      var datagram = ByteBuffer.allocate(1500);
      var sender =
          moveOnAfter(Duration.ofSeconds(1), () -> there.receive(datagram)); // may get lost
      // @end region="echo"
      assertThat(sender).contains(here.address());
      assertThat(StandardCharsets.UTF_8.decode(datagram.flip()).toString()).isEqualTo("ping");
    }
  }
}
