package dev.treadle.http;

import dev.treadle.http.SetCookie.Attributes;
import dev.treadle.http.SetCookie.SameSite;
import dev.treadle.http.wire.Spaces;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads `Set-Cookie` as a client must (RFC 6265bis section 5.6).
final class SetCookieParser {

  private static final int MAX_PAIR = 4096;
  private static final int MAX_ATTRIBUTE = 1024;
  private static final long LONGEST = Duration.ofDays(400).toSeconds();

  private @Nullable String domain;
  private @Nullable String path;
  private @Nullable Instant expires;
  private @Nullable Duration maxAge;
  private @Nullable SameSite sameSite;
  private boolean secure;
  private boolean httpOnly;
  private boolean partitioned;

  private SetCookieParser() {}

  static @Nullable ReceivedCookie parse(String field) {
    int end = semicolon(field, 0);
    int equals = field.indexOf('=');
    if (!isText(field) || equals < 0 || equals > end) {
      return null;
    }
    var name = Spaces.trim(field.substring(0, equals));
    var value = Spaces.trim(field.substring(equals + 1, end));
    if (name.isEmpty() || name.length() + value.length() > MAX_PAIR) {
      return null;
    }
    var attributes = new SetCookieParser().attributes(field, end + 1);
    return CookieRules.breaksPromise(name, attributes)
        ? null
        : new ReceivedCookie(new Cookie(name, value), attributes);
  }

  private Attributes attributes(String field, int start) {
    for (int from = start; from < field.length(); ) {
      int end = semicolon(field, from);
      attribute(field.substring(from, end));
      from = end + 1;
    }
    return new Attributes(domain, path, expires, maxAge, secure, httpOnly, sameSite, partitioned);
  }

  private void attribute(String text) {
    int equals = text.indexOf('=');
    var name = Spaces.trim(equals < 0 ? text : text.substring(0, equals));
    var value = equals < 0 ? "" : Spaces.trim(text.substring(equals + 1));
    if (value.length() > MAX_ATTRIBUTE) {
      return;
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "expires" -> expires(value);
      case "max-age" -> maxAge(value);
      case "domain" -> domain(value);
      case "path" -> path = value.startsWith("/") ? value : null;
      case "secure" -> secure = true;
      case "httponly" -> httpOnly = true;
      case "samesite" -> sameSite = sameSite(value);
      case "partitioned" -> partitioned = true;
      default -> {}
    }
  }

  private void expires(String value) {
    var date = CookieDate.parse(value);
    expires = date == null ? expires : date;
  }

  /// More than 400 days is 400 days; less than none is none.
  private void maxAge(String value) {
    boolean negative = value.startsWith("-");
    var digits = negative ? value.substring(1) : value;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return;
    }
    long seconds = negative ? 0 : digits.length() > 9 ? LONGEST : Long.parseLong(digits);
    maxAge = Duration.ofSeconds(Math.min(LONGEST, seconds));
  }

  private void domain(String value) {
    var bare = value.startsWith(".") ? value.substring(1) : value;
    domain = bare.isEmpty() ? null : bare.toLowerCase(Locale.ROOT);
  }

  private static @Nullable SameSite sameSite(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "strict" -> SameSite.STRICT;
      case "lax" -> SameSite.LAX;
      case "none" -> SameSite.NONE;
      default -> null;
    };
  }

  private static int semicolon(String field, int from) {
    int semicolon = field.indexOf(';', from);
    return semicolon < 0 ? field.length() : semicolon;
  }

  private static boolean isText(String field) {
    return field.chars().allMatch(c -> (c >= ' ' && c != 0x7F && c <= 0xFF) || c == '\t');
  }
}
