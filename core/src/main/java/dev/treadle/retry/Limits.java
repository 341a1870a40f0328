package dev.treadle.retry;

import java.time.Duration;
import java.util.Objects;

/// Checks what callers ask for.
final class Limits {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Limits() {}

  static Duration positive(String parameter, Duration duration) {
    if (!Objects.requireNonNull(duration, parameter).isPositive()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration above zero, found " + duration);
    }
    return duration;
  }

  static Duration notNegative(String parameter, Duration duration) {
    if (Objects.requireNonNull(duration, parameter).isNegative()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration of zero or more, found " + duration);
    }
    return duration;
  }

  static int atLeast(String parameter, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          parameter + ": expected at least " + least + ", found " + value);
    }
    return value;
  }

  static double part(String parameter, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(parameter + ": expected 0 to 1, found " + value);
    }
    return value;
  }

  /// Nanoseconds, or as many as there are.
  static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
  }
}
