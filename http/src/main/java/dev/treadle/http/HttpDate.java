package dev.treadle.http;

import dev.treadle.http.wire.Dates;
import java.time.Instant;
import java.util.Optional;

/// Dates as HTTP writes them (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// {@snippet class=dev.treadle.http.HttpDateSnippets region=since lang=java}
public final class HttpDate {

  private HttpDate() {}

  /// Returns an instant as it is sent, without what is smaller than a second.
  ///
  /// @throws IllegalArgumentException if its year is not in 0 to 9999
  public static String format(Instant instant) {
    return Dates.format(instant);
  }

  /// Returns the date of now, in the world of the calling thread. It is made once a second.
  public static String now() {
    return Dates.now();
  }

  /// Returns the instant that a date means. All three formats are understood: that of today, that
  /// of RFC 850, whose year has two digits and is no more than 50 years from now, and that of C's
  /// `asctime`.
  ///
  /// @return nothing if it is none of them, which RFC 9110 wants to be ignored
  public static Optional<Instant> parse(String text) {
    return Optional.ofNullable(DateParser.parse(text));
  }
}
