package dev.treadle.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A server in a process of its own, which is ended when this is closed.
final class ServerProcess implements AutoCloseable {

  /// Stands for the port in a command.
  static final String PORT = "PORT";

  private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);

  /// `clock ticks` of `/proc/PID/stat`: always a hundred a second (`proc_pid_stat(5)`).
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int USER_TIME = 13;

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a command and waits until it listens.
  static ServerProcess start(List<String> command) throws Exception {
    int port = freePort();
    var process =
        new ProcessBuilder(
                command.stream()
                    .map(word -> word.equals(PORT) ? Integer.toString(port) : word)
                    .toList())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var server = new ServerProcess(process, port);
    try {
      server.awaitStarted();
    } catch (Exception | Error failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStarted() throws Exception {
    long end = System.nanoTime() + STARTED_WITHIN.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "expected the server to listen on port " + port + " within " + STARTED_WITHIN);
      }
      Thread.sleep(20);
    }
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /// Returns the processor time it has had, as the kernel counts it: what others use on the same
  /// processors does not count.
  long processorNanos() throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The second field is a name that may have blanks in it.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    int user = USER_TIME - 2;
    return (Long.parseLong(fields[user]) + Long.parseLong(fields[user + 1])) * NANOS_PER_TICK;
  }

  /// Returns the bytes of all objects that are reachable. It must be a JVM.
  long liveHeap() throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var total = TOTAL.matcher(said);
    if (asked.waitFor() != 0 || !total.find()) {
      throw new IllegalStateException("expected a class histogram with a total, got " + said);
    }
    return Long.parseLong(total.group(1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    var _ = process.onExit().join();
  }
}
