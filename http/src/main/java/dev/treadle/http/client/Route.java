package dev.treadle.http.client;

import dev.treadle.http.Url;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a connection leads, and how: those of equal routes can be used for one another.
///
/// @param scheme `http` or `https`
/// @param host as a URL has it
/// @param proxy what is in between; `null` if nothing is
/// @param path a Unix socket to be used instead of host and port; `null` for TCP
record Route(String scheme, String host, int port, @Nullable Proxy proxy, @Nullable Path path) {

  static Route direct(Url url) {
    return new Route(url.scheme(), url.host(), url.port(), null, null);
  }

  /// Plain requests to all hosts can share a connection to an HTTP proxy.
  ///
  /// @param upgrades whether another protocol is asked for, which no proxy would pass on (RFC 6455
  ///   section 4.1)
  static Route via(Proxy proxy, Url url, boolean upgrades) {
    return proxy.forwards(url) && !upgrades
        ? new Route(url.scheme(), "*", 0, proxy, null)
        : new Route(url.scheme(), url.host(), url.port(), proxy, null);
  }

  static Route unix(Path path, Url url) {
    return new Route(url.scheme(), url.host(), url.port(), null, path);
  }

  boolean isSecure() {
    return scheme.equals("https") || scheme.equals("wss");
  }

  /// Whether requests are sent to a proxy with whole URLs.
  boolean isForwarded() {
    return proxy != null && port == 0;
  }

  /// The host without the brackets that an IPv6 address has in a URL.
  String name() {
    return Proxy.unbracketed(host);
  }

  @Override
  public String toString() {
    var target = isForwarded() ? "any host" : host + ":" + port;
    if (path != null) {
      return "%s at %s".formatted(target, path);
    }
    return proxy == null ? target : "%s through %s".formatted(target, proxy);
  }
}
