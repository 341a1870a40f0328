package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.JavaProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Starts the site in one process and a crawler in another, which answers.
final class SiteAndCrawler {

  private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);

  private SiteAndCrawler() {}

  /// Ends when the crawler does, and as it does.
  ///
  /// @param words how many ordinary pages the site has, then the crawler's command, to which the
  ///   site's address is added
  public static void main(String[] words) throws Exception {
    int port = freePort();
    var site = site(port, words[0]);
    int exitCode;
    try {
      awaitStarted(site, port);
      var command = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
      command.add("http://127.0.0.1:" + port + "/");
      exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    } finally {
      site.destroyForcibly().waitFor();
    }
    System.exit(exitCode);
  }

  private static Process site(int port, String pages) throws Exception {
    var server =
        JavaProgram.of("site", SiteServer.class)
            .withoutJars("treadle-testkit")
            .withJvmArguments("-Xmx512m")
            .withArguments(Integer.toString(port), pages);
    return new ProcessBuilder(List.copyOf(server.command()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
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
            "expected the site to listen on port " + port + " within " + STARTED_WITHIN);
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
}
