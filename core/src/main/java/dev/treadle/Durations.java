package dev.treadle;

import java.time.Duration;
import java.util.Objects;

/// Durations as nanoseconds, where too long is for ever.
final class Durations {

  /// As a number: never.
  static final long NEVER = Long.MAX_VALUE;

  static final Duration FOREVER = Duration.ofNanos(NEVER);

  private static final Duration PAST = Duration.ofNanos(Long.MIN_VALUE);

  private Durations() {}

  /// The duration in nanoseconds, the nearest there is if they do not suffice.
  static long nanos(Duration duration) {
    if (duration.compareTo(FOREVER) >= 0) {
      return NEVER;
    }
    return duration.compareTo(PAST) <= 0 ? Long.MIN_VALUE : duration.toNanos();
  }

  /// The duration in nanoseconds.
  ///
  /// @throws IllegalArgumentException if it is negative
  static long notNegative(String parameter, Duration duration) {
    if (Objects.requireNonNull(duration, parameter).isNegative()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration of zero or more, found " + duration);
    }
    return nanos(duration);
  }

  /// The moment that long after another; never if that cannot be said in nanoseconds.
  static long deadline(long now, Duration duration) {
    long nanos = notNegative("duration", duration);
    return nanos == NEVER ? NEVER : saturatedSum(now, nanos);
  }

  /// How much later `a` is than `b`.
  static long difference(long a, long b) {
    long difference = a - b;
    boolean overflows = ((a ^ b) & (a ^ difference)) < 0;
    if (!overflows) {
      return difference;
    }
    return a < 0 ? Long.MIN_VALUE : NEVER;
  }

  static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
    if (!overflows) {
      return sum;
    }
    return a < 0 ? Long.MIN_VALUE : NEVER;
  }
}
