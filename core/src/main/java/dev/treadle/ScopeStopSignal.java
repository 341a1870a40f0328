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
    var strand = ownStrand();
    Waiter.checkCancelled();
    long until =
        nanos == Durations.NEVER
            ? Durations.NEVER
            : Durations.saturatedSum(strand.world().nanoTime(), nanos);
    // Requests to stop something else on this thread wake it too.
    for (long rest = nanos; !isRequested() && rest > 0; rest = remaining(strand, until)) {
      awaitOnce(strand, rest);
    }
    return isRequested();
  }

  private static long remaining(Strand strand, long until) {
    return until == Durations.NEVER ? Durations.NEVER : until - strand.world().nanoTime();
  }

  private Strand ownStrand() {
    var strand = scope.strand();
    if (Strand.currentOrNull() != strand) {
      throw new IllegalStateException(
          "the stop signal of "
              + scope.describe()
              + ": expected to be awaited by "
              + strand.thread()
              + ", found "
              + Thread.currentThread()
              + "; ask CancelScope.current() where you wait");
    }
    return strand;
  }

  private void awaitOnce(Strand strand, long nanos) {
    var waiter = new Waiter<@Nullable Void>(this);
    strand.stopWaiter(waiter);
    // The request is made before waiters are woken: one of both sees the other.
    if (!isRequested()) {
      var timer = nanos == Durations.NEVER ? null : waiter.wakeAfter(strand.world(), nanos);
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
