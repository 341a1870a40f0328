package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a server wants to know of who asks (RFC 9110 section 11.6.1): `WWW-Authenticate`, in which
/// commas stand between challenges and between their parameters as well.
final class Challenges {

  private Challenges() {}

  /// One challenge.
  ///
  /// @param scheme in small letters
  /// @param parameters by their names in small letters
  record Challenge(String scheme, Map<String, String> parameters) {

    @Nullable String get(String name) {
      return parameters.get(name);
    }
  }

  static List<Challenge> of(Headers headers) {
    var challenges = new ArrayList<Challenge>();
    for (var element : headers.elements("www-authenticate")) {
      int space = element.indexOf(' ');
      int equals = element.indexOf('=');
      boolean begins = equals < 0 || (space >= 0 && space < equals && isScheme(element, space));
      var parameter = element;
      if (begins) {
        var scheme = space < 0 ? element : element.substring(0, space);
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
        parameter = space < 0 ? "" : element.substring(space + 1).strip();
      }
      if (!challenges.isEmpty()) {
        add(challenges.getLast(), parameter);
      }
    }
    return challenges;
  }

  private static boolean isScheme(String element, int space) {
    return Octets.isToken(element.substring(0, space))
        && !element.substring(space).stripLeading().startsWith("=");
  }

  private static void add(Challenge challenge, String parameter) {
    int equals = parameter.indexOf('=');
    if (equals <= 0) {
      return;
    }
    var name = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    var value = Parameters.value(parameter.substring(equals + 1).strip());
    if (value != null) {
      challenge.parameters.putIfAbsent(name, Objects.requireNonNull(value, "value"));
    }
  }
}
