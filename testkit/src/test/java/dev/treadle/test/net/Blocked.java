package dev.treadle.test.net;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/// A body on a virtual thread of its own, which will block.
record Blocked<T>(Thread thread, FutureTask<T> task) {

  static <T> Blocked<T> start(FutureTask<T> task) {
    return new Blocked<>(Thread.ofVirtual().start(task), task);
  }

  /// Returns when the thread is parked.
  static void await(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      if (thread.getState() == Thread.State.TERMINATED) {
        throw new AssertionError("expected a thread that waits, it has ended");
      }
      LockSupport.parkNanos(100_000);
    }
  }

  T get() throws InterruptedException, ExecutionException {
    return task.get();
  }

  Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError("expected a failure, got " + task.get());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }
}
