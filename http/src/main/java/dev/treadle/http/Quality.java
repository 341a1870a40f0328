package dev.treadle.http;

import dev.treadle.http.wire.Elements;
import java.util.ArrayList;
import java.util.List;

/// Something a client would take, and how gladly (RFC 9110 section 12.4.2).
///
/// {@snippet class=dev.treadle.http.QualitySnippets region=languages lang=java}
///
/// @param value what it is, without its weight
/// @param weight from 0, which is not at all, to 1000, as thousandths
public record Quality(String value, int weight) {

  private static final int MOST = 1000;

  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is not in 0 to 1000
  public Quality {
    if (weight < 0 || weight > MOST) {
      throw new IllegalArgumentException("weight: expected 0 to 1000, found " + weight);
    }
  }

  /// Returns what the values of fields such as `Accept-Language` say, what is liked best first,
  /// else in the order in which they came. Elements with a malformed weight are left out.
  public static List<Quality> parse(List<String> values) {
    var qualities = new ArrayList<Quality>();
    for (var value : values) {
      Elements.of(value).forEachRemaining(element -> add(qualities, element));
    }
    qualities.sort((a, b) -> Integer.compare(b.weight, a.weight));
    return qualities;
  }

  private static void add(List<Quality> qualities, String element) {
    var value = new StringBuilder();
    int weight = MOST;
    for (var each = Elements.of(element, ';'); each.hasNext(); ) {
      var part = each.next();
      if (!value.isEmpty() && part.regionMatches(true, 0, "q=", 0, 2)) {
        weight = thousandths(part.substring(2));
      } else {
        value.append(value.isEmpty() ? "" : ";").append(part);
      }
    }
    if (weight >= 0 && !value.isEmpty()) {
      qualities.add(new Quality(value.toString(), weight));
    }
  }

  /// The weight in thousandths, or -1 if it is not written as `0`, `0.7`, `1` or `1.000`.
  private static int thousandths(String text) {
    if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(1) != '.')) {
      return -1;
    }
    int weight = 0;
    int unit = MOST;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (i != 1) {
        if (digit < 0 || digit > 9) {
          return -1;
        }
        weight += digit * unit;
        unit /= 10;
      }
    }
    return weight > MOST ? -1 : weight;
  }
}
