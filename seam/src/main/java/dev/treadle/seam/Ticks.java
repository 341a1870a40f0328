package dev.treadle.seam;

/// The grain of the real world's timers: 16.384 µs, a third of what Linux adds to every timed wait
/// by itself (its timer slack). A tick is counted from an origin of the caller's.
final class Ticks {

  private static final int SHIFT = 14;
  private static final long NANOS = 1L << SHIFT;

  private Ticks() {}

  /// Returns the tick that an instant lies in.
  static long at(long nanos) {
    return nanos >> SHIFT;
  }

  /// Returns the first tick that begins no earlier than a delay from now; the current one if the
  /// delay is zero or less. A sum that overflows is an instant centuries away.
  static long after(long nowNanos, long delayNanos) {
    if (delayNanos <= 0) {
      return at(nowNanos);
    }
    long latest = Long.MAX_VALUE - (NANOS - 1);
    long due = delayNanos < latest - nowNanos ? nowNanos + delayNanos : latest;
    return at(due + (NANOS - 1));
  }

  /// Returns when a tick begins.
  static long start(long tick) {
    return tick << SHIFT;
  }
}
