package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Spaces;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A cookie as a client sends it back (RFC 6265bis section 4.2): a name and a value.
///
/// {@snippet class=dev.treadle.http.CookieSnippets region=read lang=java}
///
/// @param name what it is called
/// @param value whatever the server once said
/// @see SetCookie for what a server says
public record Cookie(String name, String value) {

  /// Checks that it can be sent. More is allowed than [SetCookie] would: a client sends back what
  /// it was given.
  ///
  /// @throws IllegalArgumentException if there are control characters or semicolons in it, `=` in
  ///   the name, spaces around either, or characters beyond ISO 8859-1
  public Cookie {
    if (!canBeSent(name) || name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("name: expected a token, found something else");
    }
    if (!canBeSent(value)) {
      throw new IllegalArgumentException(
          "value: expected no control characters and no ';', found one");
    }
  }

  /// Returns the cookies in the values of `Cookie` fields, in their order, also several of one
  /// name. What has no name or could not be sent is left out, as RFC 6265bis wants servers to be
  /// lenient.
  public static List<Cookie> parse(List<String> values) {
    var cookies = new ArrayList<Cookie>();
    for (var value : values) {
      int from = 0;
      while (from <= value.length()) {
        int semicolon = value.indexOf(';', from);
        int end = semicolon < 0 ? value.length() : semicolon;
        add(cookies, value.substring(from, end));
        from = end + 1;
      }
    }
    return cookies;
  }

  /// Returns the value of a `Cookie` field with these cookies.
  public static String format(List<Cookie> cookies) {
    return cookies.stream()
        .map(cookie -> cookie.name + "=" + cookie.value)
        .collect(Collectors.joining("; "));
  }

  private static void add(List<Cookie> cookies, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      return;
    }
    var name = Spaces.trim(pair.substring(0, equals));
    var value = Spaces.trim(pair.substring(equals + 1));
    if (!name.isEmpty() && canBeSent(name) && canBeSent(value)) {
      cookies.add(new Cookie(name, value));
    }
  }

  private static boolean canBeSent(String text) {
    return Octets.isField(text) && text.indexOf(';') < 0 && text.equals(Spaces.trim(text));
  }

  /// Returns its name; its value may be a secret.
  @Override
  public String toString() {
    return name + "=(hidden)";
  }
}
