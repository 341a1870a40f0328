package dev.treadle.http.wire;

/// Fields that must not be trailers (RFC 9110 section 6.5.1): they say how the message is framed,
/// where it goes, who sends it, how to read its content.
final class TrailerNames {

  private static final String[] FORBIDDEN = {
    "transfer-encoding",
    "content-length",
    "host",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "cache-control",
    "max-forwards",
    "pragma",
    "range",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "if-range",
    "authorization",
    "proxy-authorization",
    "proxy-authenticate",
    "proxy-connection",
    "www-authenticate",
    "cookie",
    "set-cookie",
    "age",
    "expires",
    "date",
    "location",
    "retry-after",
    "vary",
    "warning",
    "content-encoding",
    "content-type",
    "content-range"
  };

  private TrailerNames() {}

  static boolean isForbidden(byte[] bytes, int from, int to) {
    for (var name : FORBIDDEN) {
      if (Octets.equalsIgnoreCase(bytes, from, to, name)) {
        return true;
      }
    }
    return false;
  }

  static boolean isForbidden(Fields fields, int index) {
    for (var name : FORBIDDEN) {
      if (fields.isNamed(index, name)) {
        return true;
      }
    }
    return false;
  }
}
