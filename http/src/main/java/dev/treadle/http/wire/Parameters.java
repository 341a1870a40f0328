package dev.treadle.http.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parameters as `; name=value; name="value"` (RFC 9110 section 5.6.6).
public final class Parameters {

  private Parameters() {}

  /// The parameters by their names in small letters; `null` if they are malformed, or if one comes
  /// twice with two values, which not everybody would read alike.
  ///
  /// @param text what is behind the first `;`
  public static @Nullable Map<String, String> parse(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (var each = Elements.of(text, ';'); each.hasNext(); ) {
      var element = each.next();
      int equals = element.indexOf('=');
      var value = equals < 0 ? null : value(element.substring(equals + 1));
      if (value == null || !Octets.isToken(element.substring(0, equals))) {
        return null;
      }
      var name = element.substring(0, equals).toLowerCase(Locale.ROOT);
      var before = parameters.put(name, value);
      if (before != null && !before.equals(value)) {
        return null;
      }
    }
    return parameters;
  }

  /// A token, or what is in quotes; `null` if it is neither.
  public static @Nullable String value(String text) {
    if (text.startsWith("\"")) {
      return unquoted(text);
    }
    return Octets.isToken(text) ? text : null;
  }

  private static @Nullable String unquoted(String text) {
    var value = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i == text.length() - 1 ? value.toString() : null;
      }
      if ((c == '\\' && ++i == text.length()) || !Octets.isField(text.charAt(i))) {
        return null;
      }
      value.append(text.charAt(i));
    }
    return null;
  }

  /// The parameters as they are sent.
  public static String format(Map<String, String> parameters) {
    var text = new StringBuilder();
    parameters.forEach(
        (name, value) -> text.append("; ").append(name).append('=').append(written(value)));
    return text.toString();
  }

  /// A value as it is sent: in quotes if it is no token.
  public static String written(String value) {
    if (Octets.isToken(value)) {
      return value;
    }
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
