package dev.treadle.examples.scout.command;

import java.time.Duration;
import java.util.Locale;

/// Figures as people read them.
final class Words {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Words() {}

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Returns so many bytes: `3.4 MB`.
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
  }

  /// Returns a time: `840 ms`, `2.4 s`, `3 min 5 s`.
  static String time(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /// Returns `1 page`, or `2 pages`.
  static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }
}
