package dev.treadle.http.server;

import dev.treadle.Treadle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A program that serves until it is stopped from outside, in a JVM of its own.
final class StoppedServer {

  private StoppedServer() {}

  /// Serves on a port of this machine. A target such as `/1500` is answered after so many
  /// milliseconds, with a text that does not fit into one write.
  ///
  /// @param arguments the port, and how many milliseconds the grace has
  public static void main(String[] arguments) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    var grace = Duration.ofMillis(Long.parseLong(arguments[1]));
    Treadle.run(() ->
        HttpServer.run(
            address,
            settings -> settings.withTimeouts(timeouts -> timeouts.withGrace(grace)),
            StoppedServer::answer));
  }

  private static Response answer(Request request) {
    System.out.println("asked for " + request.path());
    Treadle.sleep(Duration.ofMillis(Long.parseLong(request.path().substring(1))));
    return Response.text("0123456789".repeat(100_000)).withoutCompression();
  }
}
