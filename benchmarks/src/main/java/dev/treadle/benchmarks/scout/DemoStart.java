package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.Measuring;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Starts `./treadle demo` of a built tree as a person does, and answers with the milliseconds
/// until its page is there.
final class DemoStart {

  private static final Duration BUILT_WITHIN = Duration.ofMinutes(3);

  private DemoStart() {}

  public static void main(String[] words) throws Exception {
    // The first one may have something to build.
    firstPage();
    Measuring.report(firstPage());
  }

  private static double firstPage() throws Exception {
    int port = freePort();
    long start = System.nanoTime();
    var demo =
        new ProcessBuilder("../treadle", "demo", "--port", Integer.toString(port), "--no-crawl")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!answers(port)) {
        if (!demo.isAlive() || System.nanoTime() - start > BUILT_WITHIN.toNanos()) {
          throw new IllegalStateException(
              "expected a page at port " + port + " within " + BUILT_WITHIN);
        }
        Thread.sleep(5);
      }
      return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    } finally {
      demo.descendants().forEach(ProcessHandle::destroy);
      demo.destroy();
      demo.waitFor();
    }
  }

  private static boolean answers(int port) throws IOException {
    var url = URI.create("http://127.0.0.1:" + port + "/").toURL();
    var connection = (HttpURLConnection) url.openConnection();
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
