package dev.treadle.resource;

import java.time.Duration;
import java.util.Objects;

/// Checks what callers ask for.
final class Bounds {

  private Bounds() {}

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
}
