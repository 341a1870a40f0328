package dev.treadle.examples.patterns;

import java.util.Locale;
import java.util.stream.IntStream;

/// How many letters must be put in, left out or exchanged to make one word of another (V. I.
/// Levenshtein, 1965).
final class Distance {

  private Distance() {}

  static int between(String one, String other) {
    var from = one.toLowerCase(Locale.ROOT);
    var to = other.toLowerCase(Locale.ROOT);
    var row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
