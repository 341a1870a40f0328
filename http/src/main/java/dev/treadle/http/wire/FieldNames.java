package dev.treadle.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of fields that come with every other message, so that each is one text for all of
/// them.
final class FieldNames {

  private static final Set<String> SECRETS =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  private static final String[] COMMON = {
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Ranges",
    "Age",
    "Allow",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Location",
    "Content-Range",
    "Content-Type",
    "Cookie",
    "Date",
    "ETag",
    "Expect",
    "Expires",
    "Forwarded",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Keep-Alive",
    "Last-Modified",
    "Link",
    "Location",
    "Origin",
    "Pragma",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Range",
    "Referer",
    "Retry-After",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Sec-WebSocket-Accept",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Version",
    "Server",
    "Set-Cookie",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Vary",
    "Via",
    "WWW-Authenticate",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Request-Id",
    "traceparent"
  };

  private static final int SLOTS = 512;
  private static final @Nullable String[] TABLE = new String[SLOTS];

  static {
    for (var name : COMMON) {
      enter(name);
      enter(name.toLowerCase(Locale.ROOT));
    }
  }

  private FieldNames() {}

  static boolean isSecret(String name) {
    return SECRETS.contains(name.toLowerCase(Locale.ROOT));
  }

  /// The bytes as a text, which for common names is always the same one.
  static String text(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    for (var known = TABLE[slot]; known != null; known = TABLE[slot]) {
      if (Octets.equals(bytes, from, to, known)) {
        return known;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// A name whose slot is taken gets the next free one; most slots are free.
  private static void enter(String name) {
    var bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int slot = slot(bytes, 0, bytes.length);
    while (TABLE[slot] != null) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    TABLE[slot] = name;
  }

  private static int slot(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 9) & (SLOTS - 1);
  }
}
