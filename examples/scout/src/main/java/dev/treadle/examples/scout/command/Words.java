package dev.treadle.examples.scout.command;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Figures as people read them.
final class Words {

  private static final int LONGEST = 500;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\u0080-\u009f]");
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

  /// Returns a line without what a terminal would take for a command. Pages that are crawled, and
  /// their hosts, may say anything.
  static String printable(String line) {
    return CONTROL.matcher(line).replaceAll("\uFFFD");
  }

  /// Returns the begin of what is too long to be read.
  static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "... (" + number(text.length()) + " characters)";
  }

  /// Returns `1 page`, or `2 pages`.
  static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }
}
