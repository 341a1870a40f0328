package dev.treadle.seam;

/// A timer queue whose test is its ticker.
final class HandTurned extends TimerQueue {

  int wakes;

  @Override
  void wake() {
    wakes++;
  }

  /// Takes the turns that a ticker would take until a tick, each when it is due.
  void turnUntil(long tick) {
    while (wakeTick() <= tick) {
      turn(Math.max(0, wakeTick()));
    }
  }
}
