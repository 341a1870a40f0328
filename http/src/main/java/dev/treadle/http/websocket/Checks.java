package dev.treadle.http.websocket;

import java.time.Duration;
import java.util.Objects;

/// Checks what callers ask for, and says what was expected.
final class Checks {

  private static final Duration CENTURY = Duration.ofDays(36_500);

  private Checks() {}

  static long atLeast(String parameter, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          parameter + ": expected at least " + least + ", found " + value);
    }
    return value;
  }

  static Duration positive(String parameter, Duration duration) {
    if (!Objects.requireNonNull(duration, parameter).isPositive()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration above zero, found " + duration);
    }
    return duration;
  }

  /// Nanoseconds, a century at most.
  static long nanos(Duration duration) {
    return duration.compareTo(CENTURY) > 0 ? CENTURY.toNanos() : duration.toNanos();
  }

  static Duration notNegative(String parameter, Duration duration) {
    if (Objects.requireNonNull(duration, parameter).isNegative()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration of zero or more, found " + duration);
    }
    return duration;
  }
}
