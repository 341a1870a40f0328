package dev.treadle.http.wire;

import dev.treadle.http.ContentDisposition;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes `Content-Disposition`.
public final class Dispositions {

  private static final String FORM_DATA = "form-data";
  private static final String EXTENDED = "UTF-8''";

  private Dispositions() {}

  /// What the field says, or `null` if it is malformed.
  public static @Nullable ContentDisposition parse(String text) {
    int semicolon = text.indexOf(';');
    var type = Spaces.trim(semicolon < 0 ? text : text.substring(0, semicolon));
    var parameters = parameters(semicolon < 0 ? "" : text.substring(semicolon + 1));
    if (!Octets.isToken(type) || parameters == null) {
      return null;
    }
    var extended = extended(parameters.get("filename*"));
    var plain = parameters.get("filename");
    return new ContentDisposition(
        type, parameters.get("name"), extended != null ? extended : plain);
  }

  /// As [Parameters#parse(String)], but for quoted strings in which browsers leave a backslash as
  /// it is: it escapes only a quote or another backslash here.
  private static @Nullable Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (var each = Elements.of(text, ';'); each.hasNext(); ) {
      var element = each.next();
      int equals = element.indexOf('=');
      if (equals < 0 || !Octets.isToken(element.substring(0, equals))) {
        return null;
      }
      var name = element.substring(0, equals).toLowerCase(java.util.Locale.ROOT);
      var value = value(element.substring(equals + 1));
      if (value == null || parameters.put(name, value) != null) {
        return null;
      }
    }
    return parameters;
  }

  private static @Nullable String value(String text) {
    if (!text.startsWith("\"")) {
      return Octets.isToken(text) ? text : null;
    }
    if (text.length() < 2 || !text.endsWith("\"")) {
      return null;
    }
    var value = new StringBuilder();
    int end = text.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = text.charAt(i);
      char next = text.charAt(i + 1);
      boolean escape = c == '\\' && i + 1 < end && (next == '"' || next == '\\');
      if (c == '"' || (c < ' ' && c != '\t') || c == 0x7F) {
        return null;
      }
      value.append(escape ? next : c);
      i += escape ? 1 : 0;
    }
    return value.toString();
  }

  /// A name as `UTF-8''...` (RFC 8187), or `null` if it is something else.
  private static @Nullable String extended(@Nullable String value) {
    if (value == null || !value.regionMatches(true, 0, EXTENDED, 0, 6)) {
      return null;
    }
    int quote = value.indexOf('\'', 6);
    return quote < 0 ? null : Percent.decode(value.substring(quote + 1));
  }

  /// The value of the field.
  public static String format(ContentDisposition disposition) {
    boolean form = disposition.type().equals(FORM_DATA);
    var text = new StringBuilder(disposition.type());
    append(text, "name", disposition.name(), form);
    append(text, "filename", disposition.filename(), form);
    return text.toString();
  }

  private static void append(
      StringBuilder text, String parameter, @Nullable String value, boolean form) {
    if (value == null) {
      return;
    }
    if (form) {
      text.append("; ").append(parameter).append("=\"").append(inForm(value)).append('"');
      return;
    }
    var ascii = value.replaceAll("[^ -~]|[%\"\\\\]", "_");
    text.append("; ").append(parameter).append("=\"").append(ascii).append('"');
    if (!ascii.equals(value)) {
      text.append("; ").append(parameter).append("*=").append(EXTENDED);
      text.append(Percent.encode(value, Dispositions::isAttribute));
    }
  }

  private static boolean isAttribute(int c) {
    return Octets.isToken(c) && c != '*' && c != '\'' && c != '%';
  }

  /// UTF-8 as the Latin-1 characters that fields have; other control characters cannot be sent.
  private static String inForm(String value) {
    var escaped =
        value
            .replace("\"", "%22")
            .replace("\\", "%5C")
            .replace("\r", "%0D")
            .replace("\n", "%0A")
            .replaceAll("[\\x00-\\x1F\\x7F]", "_");
    return new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
