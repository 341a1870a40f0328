package dev.treadle.seam;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The real world's timers: one daemon platform thread, so that no virtual thread can starve them.
final class RealTimers {

  private static final ScheduledThreadPoolExecutor TIMERS = open();

  private RealTimers() {}

  static World.Timer schedule(long delayNanos, Runnable action) {
    var decided = new AtomicBoolean();
    var scheduled =
        TIMERS.schedule(
            () -> {
              if (decided.compareAndSet(false, true)) {
                run(action);
              }
            },
            delayNanos,
            TimeUnit.NANOSECONDS);
    return () -> cancel(scheduled, decided);
  }

  // Not the future's own answer: it is true while the action is running.
  private static boolean cancel(Future<?> scheduled, AtomicBoolean decided) {
    boolean prevented = decided.compareAndSet(false, true);
    if (prevented) {
      scheduled.cancel(false);
    }
    return prevented;
  }

  private static ScheduledThreadPoolExecutor open() {
    var timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("treadle-timers").daemon().factory());
    // A cancelled timer must not keep its action's object graph alive until it would have been due.
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      // The executor would keep it in a future nobody reads.
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
  }
}
