package dev.treadle.http.client;

import dev.treadle.http.Cookie;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A cookie as a [CookieJar] keeps it (RFC 6265bis section 5.7).
///
/// @param name what it is called
/// @param value what the server wants to be told again; may be a secret
/// @param domain the host it is for
/// @param hostOnly whether it is for exactly that host, and not for those below
/// @param path below which path it is sent
/// @param expires when it ends; `null` for the end of the session
/// @param secure whether it is sent over TLS only
/// @param httpOnly whether it is hidden from scripts
public record StoredCookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    @Nullable Instant expires,
    boolean secure,
    boolean httpOnly) {

  /// Checks that it can be sent.
  ///
  /// @throws IllegalArgumentException if name or value is not one of a [Cookie], or the path does
  ///   not begin with '/'
  public StoredCookie {
    var _ = new Cookie(name, value);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: expected '/' at the start, found '" + path + "'");
    }
    domain = domain.toLowerCase(Locale.ROOT);
  }

  boolean isExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  boolean matches(String host, String requestPath, boolean secured) {
    return (hostOnly ? host.equals(domain) : domainMatches(host, domain))
        && pathMatches(requestPath, path)
        && (secured || !secure);
  }

  /// Whether a host is a domain or below it (section 5.1.3). Addresses are below nothing.
  static boolean domainMatches(String host, String domain) {
    if (host.equals(domain)) {
      return true;
    }
    return host.endsWith("." + domain) && !isAddress(host);
  }

  static boolean isAddress(String host) {
    return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /// Whether a path is another or below it (section 5.1.4).
  static boolean pathMatches(String path, String cookiePath) {
    return path.equals(cookiePath)
        || (path.startsWith(cookiePath)
            && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
  }

  /// Everything but the value.
  @Override
  public String toString() {
    return "%s=(hidden) for %s%s%s".formatted(name, hostOnly ? "" : "*.", domain, path);
  }
}
