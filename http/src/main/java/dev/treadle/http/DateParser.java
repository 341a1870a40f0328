package dev.treadle.http;

import dev.treadle.seam.World;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads dates in the three formats of RFC 9110 section 5.6.7, letter by letter.
final class DateParser {

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> LONG_DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final String text;
  private int at;
  private boolean failed;

  private DateParser(String text) {
    this.text = text;
  }

  static @Nullable Instant parse(String text) {
    if (text.length() < 24 || text.length() > 33) {
      return null;
    }
    var parser = new DateParser(text);
    if (text.charAt(3) == ',') {
      return parser.fixed();
    }
    return text.charAt(3) == ' ' ? parser.asctime() : parser.rfc850();
  }

  /// The month's number, or 0.
  static int month(String name) {
    return MONTHS.indexOf(name) + 1;
  }

  private @Nullable Instant fixed() {
    word(DAYS);
    literal(", ");
    int day = number(2);
    literal(" ");
    int month = word(MONTHS) + 1;
    literal(" ");
    int year = number(4);
    literal(" ");
    int time = time();
    literal(" GMT");
    return instant(year, month, day, time);
  }

  private @Nullable Instant rfc850() {
    word(LONG_DAYS);
    literal(", ");
    int day = number(2);
    literal("-");
    int month = word(MONTHS) + 1;
    literal("-");
    int year = number(2);
    literal(" ");
    int time = time();
    literal(" GMT");
    return instant(fullYear(year), month, day, time);
  }

  private @Nullable Instant asctime() {
    word(DAYS);
    literal(" ");
    int month = word(MONTHS) + 1;
    literal(" ");
    int day = dayOrSpace();
    literal(" ");
    int time = time();
    literal(" ");
    return instant(number(4), month, day, time);
  }

  private int dayOrSpace() {
    if (text.startsWith(" ", at)) {
      at++;
      return number(1);
    }
    return number(2);
  }

  /// Seconds from midnight.
  private int time() {
    int hour = number(2);
    literal(":");
    int minute = number(2);
    literal(":");
    int second = number(2);
    // 60 is a leap second, which counts as the first of the next minute.
    failed |= hour > 23 || minute > 59 || second > 60;
    return 3600 * hour + 60 * minute + second;
  }

  /// A year with two digits that seems to be more than 50 years from now was in the last century.
  private static int fullYear(int year) {
    int now = World.current().now().atOffset(ZoneOffset.UTC).getYear();
    int full = now - now % 100 + year;
    return full > now + 50 ? full - 100 : full;
  }

  private @Nullable Instant instant(int year, int month, int day, int time) {
    if (failed || at != text.length()) {
      return null;
    }
    try {
      return LocalDateTime.of(year, month, day, 0, 0).plusSeconds(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  private void literal(String expected) {
    failed |= !text.startsWith(expected, at);
    at += expected.length();
  }

  private int word(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (text.startsWith(words.get(i), at)) {
        at += words.get(i).length();
        return i;
      }
    }
    failed = true;
    return 0;
  }

  private int number(int digits) {
    int number = 0;
    for (int i = 0; i < digits; i++, at++) {
      int digit = at < text.length() ? text.charAt(at) - '0' : -1;
      failed |= digit < 0 || digit > 9;
      number = 10 * number + digit;
    }
    return number;
  }
}
