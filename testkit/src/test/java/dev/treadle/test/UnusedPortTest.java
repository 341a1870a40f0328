package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnusedPortTest {

  @Test
  void aServerCanListenOnItWithoutReusingAddresses() throws IOException {
    try (var server = new ServerSocket()) {
      server.setReuseAddress(false);
      int port = RealTime.unusedPort();

      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

      assertThat(server.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void noPortIsReturnedTwice() throws IOException {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      ports.add(RealTime.unusedPort());
    }

    assertThat(ports).hasSize(500).allMatch(port -> port > 0 && port < 65536);
  }
}
