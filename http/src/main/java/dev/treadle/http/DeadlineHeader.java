package dev.treadle.http;

import java.time.Duration;
import java.util.Optional;

/// The field by which a client tells a server how long it will wait: what remains of its deadline
/// when it sends the request, in whole milliseconds.
///
/// There is no standard for it. A duration and not a moment, because clocks differ. The unit is in
/// the name, as with Envoy's `x-envoy-expected-rq-timeout-ms`, because others count seconds.
///
/// {@snippet class=dev.treadle.http.DeadlineHeaderSnippets region=forward lang=java}
public final class DeadlineHeader {

  /// The name of the field.
  public static final String NAME = "X-Request-Timeout-Ms";

  private static final int MAX_DIGITS = 15;

  private DeadlineHeader() {}

  /// Returns the value of the field. What is less than a millisecond is rounded up, so that nobody
  /// gives up before it is over.
  ///
  /// @throws IllegalArgumentException if it is negative
  public static String format(Duration remaining) {
    if (remaining.isNegative()) {
      throw new IllegalArgumentException("remaining: expected zero or more, found " + remaining);
    }
    return Long.toString(remaining.plusNanos(999_999).toMillis());
  }

  /// Returns what a field says; nothing if it is no number of up to 15 digits, which is to be
  /// ignored.
  public static Optional<Duration> parse(String value) {
    boolean number =
        !value.isEmpty()
            && value.length() <= MAX_DIGITS
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Optional.of(Duration.ofMillis(Long.parseLong(value))) : Optional.empty();
  }
}
