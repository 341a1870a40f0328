package dev.treadle.flow;

import dev.treadle.internal.Arguments;
import dev.treadle.seam.World;
import java.time.Duration;

/// Durations as the operators want them.
final class Clock {

  private Clock() {}

  static long now() {
    return World.current().nanoTime();
  }

  /// The duration in nanoseconds; too long is 292 years.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  static long positive(String parameter, Duration duration) {
    return Arguments.nanos(Arguments.positive(parameter, duration));
  }

  /// A moment so much later; the last there is if that is too late.
  static long after(long moment, long nanos) {
    long later = moment + nanos;
    return later < moment ? Long.MAX_VALUE : later;
  }
}
