package dev.treadle.http.client;

/// URLs of WebSockets (RFC 6455 section 3), which are those of HTTP by other names.
final class WebSocketUrl {

  private WebSocketUrl() {}

  static String toHttp(String url) {
    return startsWith(url, "ws:") || startsWith(url, "wss:") ? "http" + url.substring(2) : url;
  }

  private static boolean startsWith(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
