package dev.treadle.seam;

/// The real world's timers, started by the first of them.
///
/// One thread fires them all. A second was measured and made nothing faster on two processors: the
/// threads that are woken are what takes time.
final class RealTimers {

  private static final Ticker TICKER = Ticker.start();

  private RealTimers() {}

  static World.Timer schedule(long delayNanos, Runnable action) {
    return TICKER.schedule(delayNanos, action);
  }
}
