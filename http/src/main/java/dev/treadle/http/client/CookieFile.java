package dev.treadle.http.client;

import java.time.Instant;
import java.util.Optional;

/// Cookies as Netscape wrote them to files: seven fields with tabs between.
final class CookieFile {

  static final String HEAD = "# Netscape HTTP Cookie File";

  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final int FIELDS = 7;

  private CookieFile() {}

  static String format(StoredCookie cookie) {
    var expires = cookie.expires();
    return String.join(
        "\t",
        (cookie.httpOnly() ? HTTP_ONLY : "") + (cookie.hostOnly() ? "" : ".") + cookie.domain(),
        flag(!cookie.hostOnly()),
        cookie.path(),
        flag(cookie.secure()),
        Long.toString(expires == null ? 0 : expires.getEpochSecond()),
        cookie.name(),
        cookie.value());
  }

  private static String flag(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  static Optional<StoredCookie> parse(String line) {
    boolean httpOnly = line.startsWith(HTTP_ONLY);
    var rest = httpOnly ? line.substring(HTTP_ONLY.length()) : line;
    var fields = rest.split("\t", -1);
    if (fields.length != FIELDS || rest.startsWith("#") || !isNumber(fields[4])) {
      return Optional.empty();
    }
    try {
      return Optional.of(cookie(fields, httpOnly));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static StoredCookie cookie(String[] fields, boolean httpOnly) {
    boolean below = fields[1].equals("TRUE");
    long expires = Long.parseLong(fields[4]);
    return new StoredCookie(
        fields[5],
        fields[6],
        fields[0].startsWith(".") ? fields[0].substring(1) : fields[0],
        !below,
        fields[2],
        expires == 0 ? null : Instant.ofEpochSecond(expires),
        fields[3].equals("TRUE"),
        httpOnly);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 12
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
