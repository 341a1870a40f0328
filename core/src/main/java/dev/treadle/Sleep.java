package dev.treadle;

import dev.treadle.seam.World;
import org.jspecify.annotations.Nullable;

/// Waits for nothing but time.
final class Sleep {

  private Sleep() {}

  static void nanos(long nanos) {
    Waiter.checkCancelled();
    if (nanos == 0) {
      return;
    }
    var sleeper = new Sleeper();
    var world = World.current();
    if (nanos == Durations.NEVER) {
      sleeper.await();
      return;
    }
    var timer = world.schedule(nanos, sleeper);
    try {
      sleeper.await();
    } catch (Cancelled cancelled) {
      timer.cancel();
      throw cancelled;
    }
  }

  static void checkpoint() {
    var strand = Strand.currentOrNull();
    Checks.checkCancelled(strand);
    if (strand == null) {
      Thread.yield();
    } else {
      strand.giveWay();
    }
  }

  /// Waiter and timer action in one.
  private static final class Sleeper extends Waiter<@Nullable Void> implements Runnable {

    Sleeper() {
      super("sleep");
    }

    @Override
    public void run() {
      wake(null);
    }
  }
}
