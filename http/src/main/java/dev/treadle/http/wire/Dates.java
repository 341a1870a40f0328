package dev.treadle.http.wire;

import dev.treadle.seam.World;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;

/// Dates as they are sent (RFC 9110 section 5.6.7), and the one of now, which is made once a
/// second.
public final class Dates {

  /// How long each of them is.
  public static final int LENGTH = 29;

  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private static final long FIRST = LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long LAST =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

  /// The last one that was made; what is in here depends on the second only, so all worlds may
  /// share it.
  private static volatile Made last = new Made(0);

  private static final class Made {

    final long second;
    final String text;
    final byte[] bytes;

    Made(long second) {
      this.second = second;
      text = text(second);
      bytes = text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private Dates() {}

  /// The date of now.
  public static String now() {
    return latest().text;
  }

  /// The bytes of the date of now, which must not be changed.
  static byte[] current() {
    return latest().bytes;
  }

  /// A date, without what is smaller than a second.
  ///
  /// @throws IllegalArgumentException if its year has not up to four digits
  public static String format(Instant instant) {
    long second = instant.getEpochSecond();
    if (second < FIRST || second > LAST) {
      throw new IllegalArgumentException("instant: expected years 0 to 9999, found " + instant);
    }
    return text(second);
  }

  private static Made latest() {
    long second = World.current().now().getEpochSecond();
    var made = last;
    if (made.second != second) {
      made = new Made(second);
      last = made;
    }
    return made;
  }

  private static String text(long second) {
    var date = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    var text = new StringBuilder(LENGTH);
    text.append(name(date.getDayOfWeek())).append(", ");
    digits(text, date.getDayOfMonth(), 2).append(' ');
    text.append(name(date.getMonth())).append(' ');
    digits(text, date.getYear(), 4).append(' ');
    digits(text, date.getHour(), 2).append(':');
    digits(text, date.getMinute(), 2).append(':');
    return digits(text, date.getSecond(), 2).append(" GMT").toString();
  }

  private static String name(DayOfWeek day) {
    int at = 3 * (day.getValue() - 1);
    return DAYS.substring(at, at + 3);
  }

  private static String name(Month month) {
    int at = 3 * (month.getValue() - 1);
    return MONTHS.substring(at, at + 3);
  }

  private static StringBuilder digits(StringBuilder text, int number, int length) {
    var digits = Integer.toString(number);
    return text.repeat('0', length - digits.length()).append(digits);
  }
}
