package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.io.Tcp;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/// What a server does when its process is told to end: a real one, a real signal, real sockets.
@Timeout(120)
class StoppedServerTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// A server's process.
  private record Child(Process process, BufferedReader output, InetSocketAddress address)
      implements AutoCloseable {

    static Child start(Duration grace) throws IOException {
      var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), RealTime.unusedPort());
      var command = new ArrayList<String>();
      if (System.getProperty("os.name").equals("Linux")) {
        // A build that ignores signals hands that on.
        command.addAll(List.of("env", "--default-signal=TERM"));
      }
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(StoppedServer.class.getName());
      command.addAll(List.of(here.getPort() + "", grace.toMillis() + ""));
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new Child(process, process.inputReader(), here);
    }

    RawClient connect() throws IOException {
      return new RawClient(Tcp.connect(address));
    }

    /// Waits until it listens.
    RawClient awaitServer() throws IOException, InterruptedException {
      RealTime.eventually(
          MINUTE, () -> assertThatCode(() -> connect().close()).doesNotThrowAnyException());
      return connect();
    }

    void expectLine(String line) throws IOException {
      assertThat(output.readLine()).isEqualTo(line);
    }

    void terminate() throws IOException, InterruptedException {
      var kill = new ProcessBuilder("kill", "-TERM", process.pid() + "").start();
      assertThat(kill.waitFor()).isZero();
    }

    /// Waits until it has ended by itself.
    int exitCode() throws InterruptedException {
      return process.waitFor(40, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @TreadleTest(realTime = true)
  void aServerThatIsToldToEndAnswersWhatItWasAskedBefore() throws Exception {
    try (var child = Child.start(MINUTE);
        var idle = child.awaitServer();
        var busy = child.connect()) {
      idle.get("/0").expect("HTTP/1.1 200 OK\n");
      child.expectLine("asked for /0");
      busy.get("/2000");
      child.expectLine("asked for /2000");
      child.terminate();

      idle.rest();
      assertThat(busy.heard()).isEmpty();
      assertThatThrownBy(child::connect).isInstanceOf(ConnectException.class);
      busy.expect(
          "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 1000000\nConnection: close\n\n"
              + "0123456789".repeat(100_000));
      busy.expectEnd();
      assertThat(child.exitCode()).isEqualTo(143);
    }
  }

  @TreadleTest(realTime = true)
  void itEndsWhenItsGraceIsOverThoughSomebodyIsNotAnswered() throws Exception {
    try (var child = Child.start(Duration.ofMillis(500));
        var client = child.awaitServer()) {
      client.get("/3600000");
      child.expectLine("asked for /3600000");
      child.terminate();

      client.expectRefusal("503 Service Unavailable", "the server has stopped");
      assertThat(child.exitCode()).isEqualTo(143);
    }
  }
}
