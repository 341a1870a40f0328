package dev.treadle.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cookie as a server gives it to a client (RFC 6265bis section 4.1): a name, a value, and when
/// to send it back.
///
/// {@snippet class=dev.treadle.http.SetCookieSnippets region=session lang=java}
///
/// @param name what it is called, a token
/// @param value visible ASCII characters but quotes, commas, semicolons and backslashes
/// @param attributes when it is sent back
/// @see Cookie for what a client sends back
public record SetCookie(String name, String value, Attributes attributes) {

  /// Whether a cookie is sent with requests that another site caused.
  public enum SameSite {
    /// Never.
    STRICT,
    /// Only when somebody follows a link to here.
    LAX,
    /// Always; needs [Attributes#secure()].
    NONE;

    /// Returns what it is called in the field.
    public String token() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /// When a cookie is sent back.
  ///
  /// @param domain the host below which it is sent; `null` for exactly the host it came from
  /// @param path the path below which it is sent; `null` for the directory it came from
  /// @param expires when it ends; `null` if that is not said
  /// @param maxAge how long it lasts, which counts more; `null` if that is not said. Without either
  ///   it lasts as long as the client's session
  /// @param secure whether it is sent over TLS only
  /// @param httpOnly whether it is hidden from scripts
  /// @param sameSite whether it is sent with requests that another site caused; `null` leaves it to
  ///   the client, which mostly takes [SameSite#LAX]
  /// @param partitioned whether a cookie in a frame is another one for each site around the frame
  public record Attributes(
      @Nullable String domain,
      @Nullable String path,
      @Nullable Instant expires,
      @Nullable Duration maxAge,
      boolean secure,
      boolean httpOnly,
      @Nullable SameSite sameSite,
      boolean partitioned) {

    /// Nothing said.
    public static final Attributes NONE =
        new Attributes(null, null, null, null, false, false, null, false);
  }

  /// Checks that a client would take it.
  ///
  /// @throws IllegalArgumentException if a character cannot be sent; if the name begins with
  ///   `__Secure-` or `__Host-` and the attributes are not as that promises; or if [SameSite#NONE]
  ///   or `partitioned` is not `secure`
  public SetCookie {
    CookieRules.check(name, value, attributes);
  }

  /// Returns a cookie that is sent back to exactly this host, for as long as the client's session
  /// lasts, hidden from scripts, over TLS only, and not with requests of other sites.
  ///
  /// @throws IllegalArgumentException if a character cannot be sent
  public static SetCookie of(String name, String value) {
    return new SetCookie(
        name, value, new Attributes(null, "/", null, null, true, true, SameSite.LAX, false));
  }

  /// Returns one that makes a client forget the cookie of this name and path.
  public static SetCookie forget(String name) {
    return of(name, "").withMaxAge(Duration.ZERO);
  }

  /// Reads the value of a `Set-Cookie` field by the algorithm of RFC 6265bis section 5.6. It takes
  /// more than a server should send: a value with spaces or quotes, dates in strange formats.
  ///
  /// @return nothing if a client must ignore it: there are control characters, it has no name, is
  ///   longer than 4,096 characters, or breaks the promise of a prefix
  public static Optional<ReceivedCookie> parse(String field) {
    return Optional.ofNullable(SetCookieParser.parse(field));
  }

  /// Returns this cookie for all hosts below one.
  public SetCookie withDomain(String domain) {
    var a = attributes;
    return with(
        new Attributes(
            domain, a.path, a.expires, a.maxAge, a.secure, a.httpOnly, a.sameSite, a.partitioned));
  }

  /// Returns this cookie for all below a path.
  ///
  /// @throws IllegalArgumentException if it does not begin with `/` or has characters that cannot
  ///   be sent
  public SetCookie withPath(String path) {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, path, a.expires, a.maxAge, a.secure, a.httpOnly, a.sameSite, a.partitioned));
  }

  /// Returns this cookie for so long; zero makes a client forget it.
  ///
  /// @throws IllegalArgumentException if it is negative
  public SetCookie withMaxAge(Duration maxAge) {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, a.path, a.expires, maxAge, a.secure, a.httpOnly, a.sameSite, a.partitioned));
  }

  /// Returns this cookie, to be sent over TLS only, or not only.
  ///
  /// @throws IllegalArgumentException if something else needs it
  public SetCookie withSecure(boolean secure) {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, a.path, a.expires, a.maxAge, secure, a.httpOnly, a.sameSite, a.partitioned));
  }

  /// Returns this cookie, hidden from scripts or not.
  public SetCookie withHttpOnly(boolean httpOnly) {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, a.path, a.expires, a.maxAge, a.secure, httpOnly, a.sameSite, a.partitioned));
  }

  /// Returns this cookie, sent or not sent with requests that another site caused.
  ///
  /// @throws IllegalArgumentException if it is [SameSite#NONE] and the cookie is not secure
  public SetCookie withSameSite(SameSite sameSite) {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, a.path, a.expires, a.maxAge, a.secure, a.httpOnly, sameSite, a.partitioned));
  }

  /// Returns this cookie, another one for each site around a frame.
  ///
  /// @throws IllegalArgumentException if it is not secure
  public SetCookie withPartitioned() {
    var a = attributes;
    return with(
        new Attributes(
            a.domain, a.path, a.expires, a.maxAge, a.secure, a.httpOnly, a.sameSite, true));
  }

  private SetCookie with(Attributes attributes) {
    return new SetCookie(name, value, attributes);
  }

  /// Returns the value of the field.
  public String format() {
    return CookieRules.format(this);
  }

  /// Returns its name and attributes; its value may be a secret.
  @Override
  public String toString() {
    return name + "=(hidden)" + CookieRules.format(attributes);
  }
}
