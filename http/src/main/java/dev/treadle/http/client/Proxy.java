package dev.treadle.http.client;

import dev.treadle.http.Url;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A host in between, which is asked to connect to the one that is meant.
///
/// @param kind what it speaks
/// @param host its name or address
/// @param port where it listens
/// @param user who logs in there; `null` if nobody does
/// @param password what is needed for that; `null` if nothing is
/// @see Proxies for which requests go through which
public record Proxy(
    Kind kind, String host, int port, @Nullable String user, @Nullable String password) {

  private static final int SOCKS_PORT = 1080;

  /// What a proxy speaks.
  public enum Kind {
    /// HTTP: plain requests are sent to it whole, for others, and for WebSockets, it opens a tunnel
    /// by `CONNECT`.
    HTTP,
    /// SOCKS 5 (RFC 1928), by name: it does the looking up.
    SOCKS5
  }

  /// Checks host and port.
  ///
  /// @throws IllegalArgumentException if there is no such port
  public Proxy {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(host, "host");
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException("port: expected 1 to 65535, found " + port);
    }
  }

  /// Returns the proxy of a URL such as `http://proxy:3128` or `socks5://me:secret@proxy`.
  ///
  /// @throws IllegalArgumentException if it is no URL, or its scheme is another
  public static Proxy of(String text) {
    var url = Url.of(text);
    return switch (url.scheme()) {
      case "http" -> of(Kind.HTTP, url, url.port());
      case "socks5", "socks5h" -> of(Kind.SOCKS5, url, url.port() < 0 ? SOCKS_PORT : url.port());
      default ->
          throw new IllegalArgumentException(
              "text: expected 'http', 'socks5' or 'socks5h' as scheme of a proxy, found '%s'"
                  .formatted(url.scheme()));
    };
  }

  private static Proxy of(Kind kind, Url url, int port) {
    var userInfo = url.userInfo().orElse(null);
    if (userInfo == null) {
      return new Proxy(kind, unbracketed(url.host()), port, null, null);
    }
    int colon = userInfo.indexOf(':');
    var user = Url.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    var password = colon < 0 ? "" : Url.decode(userInfo.substring(colon + 1));
    return new Proxy(kind, unbracketed(url.host()), port, user, password);
  }

  static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  boolean forwards(Url url) {
    return kind == Kind.HTTP && !url.isSecure();
  }

  /// The value of `Proxy-Authorization`.
  Optional<String> authorization() {
    return Optional.ofNullable(user).map(name -> Credentials.basic(name, password));
  }

  @Override
  public String toString() {
    return "%s proxy %s:%d".formatted(kind == Kind.HTTP ? "HTTP" : "SOCKS5", host, port);
  }
}
