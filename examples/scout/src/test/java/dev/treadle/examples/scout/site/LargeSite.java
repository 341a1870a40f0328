package dev.treadle.examples.scout.site;

import dev.treadle.TaskGroup;
import dev.treadle.http.server.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A sample site of many pages, in a process of its own.
final class LargeSite {

  private LargeSite() {}

  /// Prints the port it listens on, and serves until it is ended.
  ///
  /// @param words how many ordinary pages there are
  public static void main(String[] words) throws Exception {
    int pages = Integer.parseInt(words[0]);
    var site = SampleSite.create(settings -> settings.withPages(pages).withDelays(false));
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TaskGroup.run(group -> {
      var server =
          HttpServer.open(loopback, settings -> settings.withCompression(false), site::answer);
      group.start("site", server::serve);
      System.out.println(server.port());
    });
  }
}
