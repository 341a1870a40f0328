package dev.treadle.http;

import dev.treadle.http.wire.Percent;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where something is: scheme, host, path and the rest (RFC 3986), always absolute and always with
/// a host. It does not change.
///
/// Reading is strict: what is not allowed must be percent-encoded. A host may be written in any
/// language; it becomes its ASCII form. Scheme and host are kept in small letters. A host that
/// looks like a number but is no IPv4 address in four decimal parts is refused, because not
/// everybody would go to the same place. Who is meant to log in is kept, but never printed.
///
/// {@snippet class=dev.treadle.http.UrlSnippets region=build lang=java}
public final class Url {

  private final UrlParts parts;

  Url(UrlParts parts) {
    this.parts = parts;
  }

  /// Returns a URL that is written as a constant.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Url of(String text) {
    try {
      return parse(text);
    } catch (HttpParseException malformed) {
      throw new IllegalArgumentException("text: " + malformed.getMessage(), malformed);
    }
  }

  /// Returns the URL that came as a text.
  ///
  /// @throws HttpParseException if it is none; the status is 400
  public static Url parse(String text) throws HttpParseException {
    return new Url(UrlParser.parse(text));
  }

  /// Returns a text with everything percent-encoded that is not a letter, a digit or one of `-._~`,
  /// so that it can be a name, a value, or a segment of a path.
  public static String encode(String text) {
    return Percent.encode(text);
  }

  /// Returns what was percent-encoded.
  ///
  /// @throws IllegalArgumentException if a `%` is not followed by two hexadecimal digits, or if the
  ///   result is no UTF-8
  public static String decode(String text) {
    var decoded = Percent.decode(text);
    if (decoded == null) {
      throw new IllegalArgumentException(
          "text: expected percent-encoded UTF-8, found something else");
    }
    return decoded;
  }

  /// Returns a text with everything percent-encoded that URLs cannot have, as browsers do with what
  /// people type and servers redirect to: spaces, brackets in queries, letters beyond ASCII. A `%`
  /// that begins no encoded octet is encoded too.
  public static String tidy(String text) {
    return UrlParser.tidy(text);
  }

  /// Returns the scheme, such as `https`.
  public String scheme() {
    return parts.scheme();
  }

  /// Returns whether the scheme is one that is sent over TLS: `https` or `wss`.
  public boolean isSecure() {
    return scheme().equals("https") || scheme().equals("wss");
  }

  /// Returns who is meant to log in, as it was written: perhaps with a colon and a password.
  public Optional<String> userInfo() {
    return Optional.ofNullable(parts.userInfo());
  }

  /// Returns the host: a name, an IPv4 address, or an IPv6 address in brackets.
  public String host() {
    return parts.host();
  }

  /// Returns the port: the one that was written, else that of the scheme, else -1.
  public int port() {
    return parts.port() >= 0 ? parts.port() : UrlParts.defaultPort(scheme());
  }

  /// Returns the host, and the port unless it is that of the scheme, as `Host` has it.
  public String authority() {
    return port() == UrlParts.defaultPort(scheme()) ? host() : host() + ":" + port();
  }

  /// Returns scheme and authority, which is what pools and cross-site rules go by (RFC 6454).
  public String origin() {
    return scheme() + "://" + authority();
  }

  /// Returns the path as it was written; empty, or with a slash at its start.
  public String path() {
    return parts.path();
  }

  /// Returns the query as it was written, without its question mark; `null` if there is none.
  public @Nullable String query() {
    return parts.query();
  }

  /// Returns names and values in the query.
  public Form params() {
    return query() == null ? Form.empty() : Form.parse(Objects.requireNonNull(query(), "query"));
  }

  /// Returns what is behind the `#`, as it was written; `null` if there is none.
  public @Nullable String fragment() {
    return parts.fragment();
  }

  /// Returns path and query as a request asks for them; the path is `/` if there is none.
  public String target() {
    var path = parts.path().isEmpty() ? "/" : parts.path();
    return parts.query() == null ? path : path + "?" + parts.query();
  }

  /// Returns the URL that a reference means which was found here (RFC 3986 section 5.2): another
  /// URL, or only its last parts, as in `../a?b`.
  ///
  /// @throws HttpParseException if it is no reference; the status is 400
  public Url resolve(String reference) throws HttpParseException {
    return new Url(UrlParser.resolve(parts, reference));
  }

  /// Returns the URL in the form in which equal ones are written alike (RFC 3986 section 6.2.2 and
  /// 6.2.3): without `.` and `..`, without the scheme's own port, with `/` as the empty path, with
  /// nothing percent-encoded that need not be.
  public Url normalise() {
    return new Url(parts.normalise());
  }

  /// Returns this URL with another path.
  ///
  /// @param path begins with a slash; percent-encoded as far as needed, see [#encode(String)]
  /// @throws IllegalArgumentException if it does not, or has characters that must be encoded
  public Url withPath(String path) {
    return new Url(parts.withPath(UrlParser.requirePath(path)));
  }

  /// Returns this URL with one more segment of its path, which is encoded here.
  public Url withSegment(String segment) {
    var slash = path().endsWith("/") ? "" : "/";
    return new Url(parts.withPath(path() + slash + encode(segment)));
  }

  /// Returns this URL with another query, or none.
  public Url withParams(Form params) {
    return new Url(parts.withQuery(params.isEmpty() ? null : params.format()));
  }

  /// Returns this URL with one more name and value in its query.
  public Url withParam(String name, String value) {
    var added = Form.of(name, value).format();
    var query = query();
    return new Url(parts.withQuery(query == null || query.isEmpty() ? added : query + "&" + added));
  }

  /// Returns this URL without what is behind the `#`.
  public Url withoutFragment() {
    return new Url(parts.withFragment(null));
  }

  /// Returns this URL without who is meant to log in.
  public Url withoutUserInfo() {
    return new Url(parts.withUserInfo(null));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Url url && parts.equals(url.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /// Returns the URL as a text, without who is meant to log in.
  @Override
  public String toString() {
    var text = new StringBuilder(scheme()).append("://").append(host());
    if (parts.port() >= 0) {
      text.append(':').append(parts.port());
    }
    text.append(path());
    if (parts.query() != null) {
      text.append('?').append(parts.query());
    }
    if (parts.fragment() != null) {
      text.append('#').append(parts.fragment());
    }
    return text.toString();
  }
}
