package dev.treadle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The requests to stop that reach a scope.
record ScopeStopSignal(Scope scope) implements StopSignal {

  @Override
  public boolean isRequested() {
    return Scope.stopRequestFrom(scope) != null;
  }

  @Override
  public void await() {
    var _ = awaitNanos(Durations.NEVER);
  }

  @Override
  public boolean await(Duration duration) {
    return awaitNanos(Durations.notNegative("duration", duration));
  }

  private boolean awaitNanos(long nanos) {
    var strand = Strand.currentOrNull();
    if (strand == null || strand.worksFor() != scope.strand()) {
      throw new IllegalStateException(
          "the stop signal of "
              + scope.describe()
              + ": expected to be awaited by "
              + scope.strand().threadOrNull()
              + ", found "
              + Thread.currentThread()
              + "; ask CancelScope.current() where you wait");
    }
    Waiter.checkCancelled();
    var world = strand.world();
    long end = Durations.saturatedSum(world.nanoTime(), nanos);
    while (!isRequested() && world.nanoTime() < end) {
      awaitWakeUp(strand, Durations.difference(end, world.nanoTime()));
    }
    return isRequested();
  }

  /// Waits for a request on this strand, which may be one to another scope of it, or for the time.
  private void awaitWakeUp(Strand strand, long nanos) {
    var waiter = new Waiter<@Nullable Void>(this);
    strand.stopWaiter(waiter);
    // The request is made before waiters are woken: one of both sees the other.
    if (!isRequested()) {
      var timer =
          nanos == Durations.NEVER ? null : strand.world().schedule(nanos, () -> waiter.wake(null));
      try {
        waiter.await();
      } finally {
        strand.stopWaiter(null);
        if (timer != null) {
          timer.cancel();
        }
      }
    }
  }

  @Override
  public String toString() {
    return "a request to stop " + scope.describe();
  }
}
