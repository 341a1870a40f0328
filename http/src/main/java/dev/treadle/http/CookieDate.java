package dev.treadle.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the dates of cookies, which come in any order and with anything between (RFC 6265bis
/// section 5.1.1).
final class CookieDate {

  private static final Pattern DELIMITERS = Pattern.compile("[\\t\\x20-/;-@\\[-`{-~]+");
  private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\D.*)?");
  private static final Pattern DAY = Pattern.compile("(\\d{1,2})(?:\\D.*)?");
  private static final Pattern YEAR = Pattern.compile("(\\d{2,4})(?:\\D.*)?");

  private static final int UNKNOWN = -1;
  private static final int FIRST_YEAR = 1601;

  private @Nullable Matcher time;
  private int day = UNKNOWN;
  private int month = UNKNOWN;
  private int year = UNKNOWN;

  private CookieDate() {}

  static @Nullable Instant parse(String text) {
    var date = new CookieDate();
    DELIMITERS.splitAsStream(text).forEach(date::word);
    return date.instant();
  }

  /// Each word is the first thing it can be that was not found yet.
  private void word(String word) {
    var asTime = TIME.matcher(word);
    var asDay = DAY.matcher(word);
    var asYear = YEAR.matcher(word);
    if (time == null && asTime.matches()) {
      time = asTime;
    } else if (day == UNKNOWN && asDay.matches()) {
      day = number(asDay, 1);
    } else if (month == UNKNOWN && month(word) > 0) {
      month = month(word);
    } else if (year == UNKNOWN && asYear.matches()) {
      year = number(asYear, 1);
    }
  }

  private @Nullable Instant instant() {
    if (time == null || day == UNKNOWN || month == UNKNOWN || year == UNKNOWN) {
      return null;
    }
    int full = year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
    try {
      return full < FIRST_YEAR
          ? null
          : LocalDateTime.of(full, month, day, number(time, 1), number(time, 2), number(time, 3))
              .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noSuchMoment) {
      return null;
    }
  }

  private static int month(String word) {
    if (word.length() < 3) {
      return 0;
    }
    return DateParser.month(
        Character.toUpperCase(word.charAt(0)) + word.substring(1, 3).toLowerCase(Locale.ROOT));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
