package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Percent;
import org.jspecify.annotations.Nullable;

/// The parts of a URL, each as it is written.
///
/// @param port as it was written, or -1
record UrlParts(
    String scheme,
    @Nullable String userInfo,
    String host,
    int port,
    String path,
    @Nullable String query,
    @Nullable String fragment) {

  static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  UrlParts withUserInfo(@Nullable String userInfo) {
    return new UrlParts(scheme, userInfo, host, port, path, query, fragment);
  }

  UrlParts withPath(String path) {
    return new UrlParts(scheme, userInfo, host, port, path, query, fragment);
  }

  UrlParts withQuery(@Nullable String query) {
    return new UrlParts(scheme, userInfo, host, port, path, query, fragment);
  }

  UrlParts withFragment(@Nullable String fragment) {
    return new UrlParts(scheme, userInfo, host, port, path, query, fragment);
  }

  /// Shows nothing of a password.
  @Override
  public String toString() {
    return new Url(this).toString();
  }

  UrlParts normalise() {
    var tidied = DotSegments.remove(normalised(path));
    return new UrlParts(
        scheme,
        userInfo,
        host,
        port == defaultPort(scheme) ? -1 : port,
        tidied.isEmpty() ? "/" : tidied,
        query == null ? null : normalised(query),
        fragment == null ? null : normalised(fragment));
  }

  /// The text with hexadecimal digits in capitals, and without those that stand for characters that
  /// mean the same without.
  private static String normalised(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int octet = Percent.octet(text, i);
        Percent.append(out, octet, Octets.isUnreserved(octet));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
