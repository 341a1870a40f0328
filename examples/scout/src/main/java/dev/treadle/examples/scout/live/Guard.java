package dev.treadle.examples.scout.live;

import dev.treadle.http.Status;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses what other pages in the same browser have sent.
///
/// A stranger's page cannot read what this server answers, but it can have the browser ask. A name
/// of the stranger's that points to this machine would make that page one of this origin, so only
/// names that are always this machine's are answered to. And what changes something must come from
/// the page that this server has sent.
final class Guard {

  private static final int PLAIN_PORT = 80;

  private Guard() {}

  /// Returns the refusal of a request that must not be answered, if it is one.
  ///
  /// @throws IOException if the connection is closed
  static Optional<Response> refuse(Request request) throws IOException {
    var own = ownNames(request);
    if (!own.contains(request.authority().toLowerCase(Locale.ROOT))) {
      return Optional.of(
          refusal("expected to be asked as " + String.join(" or ", own.subList(0, 2))));
    }
    if (!request.method().isSafe() && !isFromOwnPage(request)) {
      return Optional.of(refusal("a page from elsewhere may change nothing here"));
    }
    return Optional.empty();
  }

  private static List<String> ownNames(Request request) throws IOException {
    int port = ((InetSocketAddress) request.localAddress()).getPort();
    var suffix = port == PLAIN_PORT ? "" : ":" + port;
    return Stream.of("127.0.0.1", "localhost", "[::1]").map(host -> host + suffix).toList();
  }

  /// Programs that are no browser say nothing of where they are from, and could say anything.
  private static boolean isFromOwnPage(Request request) {
    var site = request.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      return false;
    }
    var origin = request.header("Origin");
    return origin == null || origin.equalsIgnoreCase("http://" + request.authority());
  }

  private static Response refusal(String reason) {
    return Response.text("Forbidden: " + reason + "\n").withStatus(Status.FORBIDDEN);
  }
}
