package dev.treadle.benchmarks.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The load generator `wrk`: asks for one path on so many connections as fast as it is answered.
///
/// @param server who is asked
/// @param path what for
/// @param connections how many ask at the same time
record Wrk(ServerProcess server, String path, int connections) {

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m), ");

  /// What it found.
  ///
  /// @param requests how many were answered
  /// @param seconds in which time
  /// @param processorNanos what they cost the server
  record Found(long requests, double seconds, long processorNanos) {

    double nanosPerRequest() {
      return (double) processorNanos / requests;
    }

    double requestsPerSecond() {
      return requests / seconds;
    }
  }

  /// Asks for a time, in whole seconds: it knows no others.
  Found ask(Duration time) throws Exception {
    long before = server.processorNanos();
    long seconds = Math.max(1, Math.round(time.toMillis() / 1e3));
    var url = "http://127.0.0.1:" + server.port() + path;
    var command = List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url);
    var wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var requests = REQUESTS.matcher(said);
    if (wrk.waitFor() != 0
        || !requests.find()
        || requests.group(1).equals("0")
        || said.contains("Non-2xx")) {
      throw new IllegalStateException(
          "expected wrk to count requests and all to succeed, got " + said);
    }
    double took = Double.parseDouble(requests.group(2));
    return new Found(
        Long.parseLong(requests.group(1)),
        requests.group(3).equals("s") ? took : seconds,
        server.processorNanos() - before);
  }
}
