package dev.treadle.benchmarks.scout;

import dev.treadle.Treadle;
import dev.treadle.examples.scout.site.SampleSite;
import dev.treadle.http.server.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The site that is crawled, in a process of its own.
final class SiteServer {

  private SiteServer() {}

  /// Serves until it is ended.
  ///
  /// @param words a port, and how many ordinary pages there are
  public static void main(String[] words) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
    int pages = Integer.parseInt(words[1]);
    var site = SampleSite.create(settings -> settings.withPages(pages).withDelays(false));
    // What it takes to pack pages would hide what it takes to crawl them.
    Treadle.run(
        () -> HttpServer.run(address, settings -> settings.withCompression(false), site::answer));
  }
}
