package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Starts a server, has `wrk` ask it, and answers with what a request costs.
///
/// The cost is processor time of the server's process, as the kernel counts it: what `wrk` uses on
/// the same processors, and what else runs there, does not count.
final class Load {

  private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);

  /// By then the compiler is done with what is hot; if there is less time, it has to do.
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

  /// `clock ticks` of `/proc/PID/stat`: always a hundred a second (`proc_pid_stat(5)`).
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int USER_TIME = 13;

  private Load() {}

  /// Answers with nanoseconds of processor time for each request.
  ///
  /// @param words the path to ask for, how many connections, then the server's command, in which
  ///   `PORT` stands for its port
  public static void main(String[] words) throws Exception {
    int port = freePort();
    var command =
        Arrays.stream(words)
            .skip(2)
            .map(word -> word.equals(Served.PORT) ? Integer.toString(port) : word)
            .toList();
    var server =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      awaitStarted(server, port);
      var url = "http://127.0.0.1:" + port + words[0];
      var time = Measuring.ordered().time();
      ask(url, words[1], time.compareTo(WARM_UP) < 0 ? time : WARM_UP);
      long before = processorNanos(server);
      long requests = ask(url, words[1], time);
      Measuring.report((double) (processorNanos(server) - before) / requests);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitStarted(Process server, int port) throws Exception {
    long end = System.nanoTime() + STARTED_WITHIN.toNanos();
    while (!answers(port)) {
      if (!server.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "expected the server to listen on port " + port + " within " + STARTED_WITHIN);
      }
      Thread.sleep(20);
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static long ask(String url, String connections, Duration time) throws Exception {
    var seconds = Math.max(1, time.toSeconds());
    var wrk =
        new ProcessBuilder(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url))
            .redirectErrorStream(true)
            .start();
    var said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var requests = REQUESTS.matcher(said);
    if (wrk.waitFor() != 0 || !requests.find() || said.contains("Non-2xx")) {
      throw new IllegalStateException(
          "expected wrk to count requests and all to succeed, got " + said);
    }
    return Long.parseLong(requests.group(1));
  }

  private static long processorNanos(Process server) throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(server.pid()), "stat"));
    // The second field is a name that may have blanks in it.
    var fields = new ArrayList<>(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")));
    int user = USER_TIME - 2;
    return (Long.parseLong(fields.get(user)) + Long.parseLong(fields.get(user + 1)))
        * NANOS_PER_TICK;
  }
}
