package dev.treadle.http.websocket;

import dev.treadle.http.Headers;
import dev.treadle.http.wire.Elements;
import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One extension in `Sec-WebSocket-Extensions` (RFC 6455, 9.1).
///
/// @param name in small letters
record Extension(String name, List<Parameter> parameters) {

  static final String FIELD = "Sec-WebSocket-Extensions";

  /// @param name in small letters
  /// @param value `null` if it has none
  record Parameter(String name, @Nullable String value) {}

  /// Returns all extensions in order; `null` if they are not written as they should be.
  static @Nullable List<Extension> all(Headers headers) {
    var all = new ArrayList<Extension>();
    for (var element : headers.elements(FIELD)) {
      var extension = parse(element);
      if (extension == null) {
        return null;
      }
      all.add(extension);
    }
    return all;
  }

  private static @Nullable Extension parse(String text) {
    var parts = Elements.of(text, ';');
    var name = parts.hasNext() ? parts.next() : "";
    var parameters = new ArrayList<Parameter>();
    while (parts.hasNext()) {
      var parameter = parameter(parts.next());
      if (parameter == null) {
        return null;
      }
      parameters.add(parameter);
    }
    return Octets.isToken(name) ? new Extension(small(name), parameters) : null;
  }

  private static @Nullable Parameter parameter(String text) {
    int equals = text.indexOf('=');
    var name = equals < 0 ? text : text.substring(0, equals).strip();
    if (!Octets.isToken(name)) {
      return null;
    }
    if (equals < 0) {
      return new Parameter(small(name), null);
    }
    // In quotes or not, a value is a token (RFC 6455, 9.1).
    var value = Parameters.value(text.substring(equals + 1).strip());
    return value != null && Octets.isToken(value) ? new Parameter(small(name), value) : null;
  }

  private static String small(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
