package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Measuring;
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

  /// A crawl takes some seconds, but for its pauses after failures.
  private static final int PAGES = 20_000;

  /// If there is less time than this, fewer have to do.
  private static final Duration LITTLE = Duration.ofSeconds(4);

  private static final int FEW_PAGES = 5_000;

  private SiteAndCrawler() {}

  /// Ends when the crawler does, and as it does.
  ///
  /// @param words the crawler's command, to which is added how many pages and broken links there
  ///   are to be found, and the site's address
  public static void main(String[] words) throws Exception {
    int port = freePort();
    boolean little = Measuring.ordered().time().compareTo(LITTLE) < 0;
    int pages = little ? FEW_PAGES : PAGES;
    var site = site(port, pages);
    int exitCode;
    try {
      awaitStarted(site, port);
      var expected = Findings.of(pages);
      var command = new ArrayList<>(Arrays.asList(words));
      command.add(Integer.toString(expected.pages()));
      command.add(Integer.toString(expected.broken()));
      command.add("http://127.0.0.1:" + port + "/");
      exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    } finally {
      site.destroyForcibly().waitFor();
    }
    System.exit(exitCode);
  }

  private static Process site(int port, int pages) throws Exception {
    var server =
        JavaProgram.of("site", SiteServer.class)
            .withoutJars("treadle-testkit")
            .withJvmArguments("-Xmx512m")
            .withArguments(Integer.toString(port), Integer.toString(pages));
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
