package dev.treadle.flow;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.Objects;

/// Durations as the operators want them.
final class Clock {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Clock() {}

  static long now() {
    return World.current().nanoTime();
  }

  /// The duration in nanoseconds; too long is 292 years.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  static long positive(String parameter, Duration duration) {
    if (!Objects.requireNonNull(duration, parameter).isPositive()) {
      throw new IllegalArgumentException(
          parameter + ": expected a duration above zero, found " + duration);
    }
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }

  /// A moment so much later; the last there is if that is too late.
  static long after(long moment, long nanos) {
    long later = moment + nanos;
    return later < moment ? Long.MAX_VALUE : later;
  }
}
