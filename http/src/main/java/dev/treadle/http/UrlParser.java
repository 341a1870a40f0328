package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Percent;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Reads URLs and references by the grammar of RFC 3986 appendix A.
final class UrlParser {

  private static final int MAX_LENGTH = 64 * 1024;

  /// A reference whose parts were told apart and checked; those that are missing are `null`.
  private record Reference(
      @Nullable String scheme,
      @Nullable String authority,
      String path,
      @Nullable String query,
      @Nullable String fragment) {}

  private UrlParser() {}

  static UrlParts parse(String text) throws HttpParseException {
    var reference = split(text);
    if (reference.scheme == null) {
      throw malformed("expected a URL that begins with a scheme such as 'https://', found none");
    }
    return absolute(reference.scheme, reference);
  }

  static UrlParts resolve(UrlParts base, String text) throws HttpParseException {
    var reference = split(text);
    if (reference.scheme != null) {
      return withoutDots(absolute(reference.scheme, reference));
    }
    if (reference.authority != null) {
      return withoutDots(absolute(base.scheme(), reference));
    }
    var onBase = base.withFragment(reference.fragment);
    if (!reference.path.isEmpty()) {
      return withoutDots(onBase.withPath(merged(base, reference.path)).withQuery(reference.query));
    }
    return reference.query == null ? onBase : onBase.withQuery(reference.query);
  }

  private static UrlParts withoutDots(UrlParts parts) {
    return parts.withPath(DotSegments.remove(parts.path()));
  }

  private static String merged(UrlParts base, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    return base.path().isEmpty()
        ? "/" + path
        : base.path().substring(0, base.path().lastIndexOf('/') + 1) + path;
  }

  static String requirePath(String path) {
    if (!path.startsWith("/") || !isValid(path, UrlParser::isPath)) {
      throw new IllegalArgumentException(
          "path: expected '/' at the start and everything else percent-encoded, found something else");
    }
    return path;
  }

  static String tidy(String text) {
    var out = new StringBuilder(text.length());
    int query = text.indexOf('?');
    int fragment = text.indexOf('#');
    int host = hostEnd(text);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean escape = c == '%' && Percent.octet(text, i) >= 0;
      boolean structure = (c == '?' && i == query) || (c == '#' && i == fragment);
      if (i < host || escape || structure || (c != '%' && c != '#' && isQuery(c))) {
        out.appendCodePoint(c);
      } else {
        out.append(Percent.encode(Character.toString(c)));
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /// Where the authority ends, which has rules of its own; 0 if there is none.
  private static int hostEnd(String text) {
    int slashes = text.indexOf("//");
    if (slashes < 0 || (slashes > 0 && text.charAt(slashes - 1) != ':')) {
      return 0;
    }
    int end = slashes + 2;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static Reference split(String text) throws HttpParseException {
    if (text.length() > MAX_LENGTH) {
      throw malformed("expected a URL of up to %d characters, found more".formatted(MAX_LENGTH));
    }
    int hash = text.indexOf('#');
    var fragment = hash < 0 ? null : checked("fragment", text.substring(hash + 1));
    var rest = hash < 0 ? text : text.substring(0, hash);
    int mark = rest.indexOf('?');
    var query = mark < 0 ? null : checked("query", rest.substring(mark + 1));
    rest = mark < 0 ? rest : rest.substring(0, mark);
    var scheme = scheme(rest);
    rest = scheme == null ? rest : rest.substring(scheme.length() + 1);
    if (!rest.startsWith("//")) {
      return new Reference(scheme, null, path(rest, scheme), query, fragment);
    }
    int slash = rest.indexOf('/', 2);
    int end = slash < 0 ? rest.length() : slash;
    return new Reference(
        scheme, rest.substring(2, end), path(rest.substring(end), scheme), query, fragment);
  }

  private static @Nullable String scheme(String text) throws HttpParseException {
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    if (colon < 0 || (slash >= 0 && slash < colon)) {
      return null;
    }
    var scheme = text.substring(0, colon);
    boolean letter = !scheme.isEmpty() && Character.isLetter(scheme.charAt(0));
    if (!letter || !scheme.chars().allMatch(UrlParser::isScheme)) {
      throw malformed("expected a scheme before ':', found something else");
    }
    return scheme;
  }

  private static boolean isScheme(int c) {
    return (c < 0x7F && Character.isLetterOrDigit(c)) || c == '+' || c == '-' || c == '.';
  }

  private static String path(String path, @Nullable String scheme) throws HttpParseException {
    if (!isValid(path, UrlParser::isPath)) {
      throw unencoded("path");
    }
    if (scheme != null && !path.isEmpty() && !path.startsWith("/")) {
      throw malformed("expected '//' and a host behind the scheme, found something else");
    }
    return path;
  }

  private static String checked(String part, String text) throws HttpParseException {
    if (!isValid(text, UrlParser::isQuery)) {
      throw unencoded(part);
    }
    return text;
  }

  private static UrlParts absolute(String scheme, Reference reference) throws HttpParseException {
    if (reference.authority == null) {
      throw malformed("expected '//' and a host behind the scheme, found something else");
    }
    int at = reference.authority.lastIndexOf('@');
    var userInfo = at < 0 ? null : reference.authority.substring(0, at);
    if (userInfo != null && !isValid(userInfo, UrlParser::isUserInfo)) {
      throw unencoded("user information");
    }
    var host = Host.parse(reference.authority.substring(at + 1));
    return new UrlParts(
        scheme.toLowerCase(Locale.ROOT),
        userInfo,
        host.name(),
        host.port(),
        reference.path,
        reference.query,
        reference.fragment);
  }

  private static boolean isUserInfo(int c) {
    return Octets.isUnreserved(c) || Octets.isSubDelimiter(c) || c == ':';
  }

  private static boolean isPath(int c) {
    return isUserInfo(c) || c == '@' || c == '/';
  }

  private static boolean isQuery(int c) {
    return isPath(c) || c == '?';
  }

  private static boolean isValid(String text, IntPredicate allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean valid = c == '%' ? Percent.octet(text, i) >= 0 : allowed.test(c);
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  private static HttpParseException unencoded(String part) {
    return malformed(
        "expected a %s in which all else is percent-encoded, found something else: see Url.tidy"
            .formatted(part));
  }

  static HttpParseException malformed(String message) {
    return new HttpParseException(400, message);
  }
}
