package dev.treadle.internal;

import java.time.Duration;
import java.util.Objects;

/// Checks what callers ask for, and says what was expected.
public final class Arguments {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Arguments() {}

  /// Refuses a duration that is not above zero.
  public static Duration positive(String parameter, Duration duration) {
    if (!Objects.requireNonNull(duration, parameter).isPositive()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration above zero, found " + duration);
    }
    return duration;
  }

  /// Refuses a duration below zero.
  public static Duration notNegative(String parameter, Duration duration) {
    if (Objects.requireNonNull(duration, parameter).isNegative()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration of zero or more, found " + duration);
    }
    return duration;
  }

  /// Refuses a number that is too small.
  public static int atLeast(String parameter, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          parameter + ": expected at least " + least + ", found " + value);
    }
    return value;
  }

  /// Refuses what is no part of a whole, 0 to 1.
  public static double part(String parameter, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(parameter + ": expected 0 to 1, found " + value);
    }
    return value;
  }

  /// Nanoseconds, or as many as there are.
  public static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
  }
}
