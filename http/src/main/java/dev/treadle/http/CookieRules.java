package dev.treadle.http;

import dev.treadle.http.SetCookie.Attributes;
import dev.treadle.http.SetCookie.SameSite;
import dev.treadle.http.wire.Octets;
import org.jspecify.annotations.Nullable;

/// What a server may say of a cookie (RFC 6265bis section 4.1).
final class CookieRules {

  private static final String SECURE_PREFIX = "__Secure-";
  private static final String HOST_PREFIX = "__Host-";

  private CookieRules() {}

  static void check(String name, String value, Attributes attributes) {
    if (!Octets.isToken(name)) {
      throw new IllegalArgumentException("name: expected a token, found something else");
    }
    if (!isValue(value)) {
      throw new IllegalArgumentException(
          "value: expected visible ASCII characters but '\"', ',', ';' and '\\', found another:"
              + " encode it, as Base64 or with Url.encode");
    }
    check(attributes);
    if (breaksPromise(name, attributes)) {
      throw new IllegalArgumentException(
          "name: expected %s with Secure, and __Host- with Path=/ and no Domain, found it without"
              .formatted(startsWith(name, HOST_PREFIX) ? HOST_PREFIX : SECURE_PREFIX));
    }
  }

  private static void check(Attributes attributes) {
    if (attributes.maxAge() != null && attributes.maxAge().isNegative()) {
      throw new IllegalArgumentException(
          "maxAge: expected zero or more, found " + attributes.maxAge());
    }
    if (attributes.path() != null && !isPath(attributes.path())) {
      throw new IllegalArgumentException(
          "path: expected '/' at the start and no control characters or ';', found something else");
    }
    if (attributes.domain() != null && !isDomain(attributes.domain())) {
      throw new IllegalArgumentException("domain: expected a host, found something else");
    }
    boolean needsSecure = attributes.sameSite() == SameSite.NONE || attributes.partitioned();
    if (needsSecure && !attributes.secure()) {
      throw new IllegalArgumentException(
          "secure: expected a cookie for other sites to be sent over TLS only, found one that is not");
    }
  }

  /// Whether the name promises what the attributes do not keep; a client ignores such cookies.
  static boolean breaksPromise(String name, Attributes attributes) {
    if (startsWith(name, HOST_PREFIX)) {
      return !attributes.secure() || attributes.domain() != null || !"/".equals(attributes.path());
    }
    return startsWith(name, SECURE_PREFIX) && !attributes.secure();
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean isValue(String value) {
    return value.chars().allMatch(c -> c > ' ' && c < 0x7F && "\",;\\".indexOf(c) < 0);
  }

  private static boolean isPath(String path) {
    return path.startsWith("/")
        && path.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != ';')
        && !path.endsWith(" ");
  }

  private static boolean isDomain(String domain) {
    return !domain.isEmpty()
        && domain.chars().allMatch(c -> Octets.isUnreserved(c) && c != '~')
        && !domain.startsWith(".");
  }

  static String format(SetCookie cookie) {
    return cookie.name() + "=" + cookie.value() + format(cookie.attributes());
  }

  static String format(Attributes attributes) {
    var text = new StringBuilder();
    add(text, "Domain", attributes.domain());
    add(text, "Path", attributes.path());
    if (attributes.expires() != null) {
      add(text, "Expires", HttpDate.format(attributes.expires()));
    }
    if (attributes.maxAge() != null) {
      add(text, "Max-Age", Long.toString(attributes.maxAge().toSeconds()));
    }
    text.append(attributes.secure() ? "; Secure" : "");
    text.append(attributes.httpOnly() ? "; HttpOnly" : "");
    if (attributes.sameSite() != null) {
      add(text, "SameSite", attributes.sameSite().token());
    }
    return text.append(attributes.partitioned() ? "; Partitioned" : "").toString();
  }

  private static void add(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append("; ").append(name).append('=').append(value);
    }
  }
}
