package dev.treadle.seam;

import java.util.concurrent.locks.LockSupport;

/// A timer queue in real time, with a daemon platform thread that turns it: no virtual thread can
/// starve it, and while nothing is pending it sleeps.
final class Ticker extends TimerQueue implements Runnable {

  private final long origin = System.nanoTime();
  private final Thread thread;

  private Ticker() {
    thread =
        Thread.ofPlatform()
            .name("treadle-timers")
            .daemon()
            // Whoever happens to arm the first timer must leave nothing in a thread that stays.
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
  }

  static Ticker start() {
    var ticker = new Ticker();
    ticker.thread.start();
    return ticker;
  }

  World.Timer schedule(long delayNanos, Runnable action) {
    return arm(Ticks.after(now(), delayNanos), action);
  }

  @Override
  void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (true) {
      long now = now();
      long wakeTick = wakeTick();
      if (wakeTick <= Ticks.at(now)) {
        turn(Ticks.at(now));
      } else {
        parkUntil(wakeTick, now);
      }
    }
  }

  private void parkUntil(long tick, long now) {
    // An action may have interrupted its thread, and an interrupted thread does not park.
    Thread.interrupted();
    if (tick == TimerWheel.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, Ticks.start(tick) - now);
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
