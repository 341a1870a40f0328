package dev.treadle.benchmarks.seam;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.seam.World;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;

/// Ten thousand virtual threads that wait for the same instant, each by a timer of its own: how
/// long after it the last of them has run.
final class Overshoot {

  static final String SEAM = "seam";
  static final String FORK_JOIN_POOL = "fork-join-pool";

  private static final int THREADS = 10_000;
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int LEAST_ROUNDS = 3;

  private Overshoot() {}

  public static void main(String[] words) throws InterruptedException {
    var timers = timers(words[0]);
    long time = Measuring.ordered().time().toNanos();
    long start = System.nanoTime();
    while (System.nanoTime() - start < time / 3) {
      round(timers);
    }
    var nanos = new ArrayList<Long>();
    while (nanos.size() < LEAST_ROUNDS || System.nanoTime() - start < time) {
      nanos.add(round(timers));
    }
    nanos.sort(null);
    Measuring.report(nanos.get(nanos.size() / 2) / 1e6);
  }

  private static ObjLongConsumer<Runnable> timers(String name) {
    return switch (name) {
      case SEAM -> (action, delay) -> World.current().schedule(delay, action);
      case FORK_JOIN_POOL -> {
        var pool = ForkJoinPool.commonPool();
        yield (action, delay) -> {
          var _ = pool.schedule(action, delay, TimeUnit.NANOSECONDS);
        };
      }
      default -> throw new IllegalArgumentException("expected the name of timers, got " + name);
    };
  }

  private static long round(ObjLongConsumer<Runnable> timers) throws InterruptedException {
    var done = new CountDownLatch(THREADS);
    long due = System.nanoTime() + DELAY;
    for (int i = 0; i < THREADS; i++) {
      Thread.startVirtualThread(() -> {
        new Sleeper(Thread.currentThread()).sleep(timers, due);
        done.countDown();
      });
    }
    done.await();
    return System.nanoTime() - due;
  }

  /// A thread and what wakes it.
  private static final class Sleeper implements Runnable {

    private final Thread thread;
    private volatile boolean woken;

    Sleeper(Thread thread) {
      this.thread = thread;
    }

    void sleep(ObjLongConsumer<Runnable> timers, long due) {
      timers.accept(this, due - System.nanoTime());
      while (!woken) {
        LockSupport.park(this);
      }
    }

    @Override
    public void run() {
      woken = true;
      LockSupport.unpark(thread);
    }
  }
}
