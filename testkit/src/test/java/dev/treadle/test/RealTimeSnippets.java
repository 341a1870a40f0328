package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The examples of [RealTime]'s and [LeakCheck]'s documentation, run as tests.
class RealTimeSnippets {

  @Test
  void within() throws InterruptedException {
    // @start region="within"
    RealTime.within(
        Duration.ofSeconds(30),
        () -> {
          var process = new ProcessBuilder("echo", "hello").start();
          assertThat(process.inputReader().readLine()).isEqualTo("hello");
          assertThat(process.waitFor()).isZero();
        });
    // @end
  }

  @Test
  void eventually() throws InterruptedException, IOException {
    // @start region="eventually"
    var process = new ProcessBuilder("cat").start();
    process.outputWriter().close(); // its input ends, so it will too

    RealTime.eventually(Duration.ofSeconds(30), () -> assertThat(process.isAlive()).isFalse());
    // @end
  }

  @Test
  void leaks() throws IOException {
    // @start region="leaks"
    try (var _ = LeakCheck.begin()) {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          var client = new Socket(server.getInetAddress(), server.getLocalPort());
          var accepted = server.accept()) {
        assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
      }
    }
    // @end
  }
}
