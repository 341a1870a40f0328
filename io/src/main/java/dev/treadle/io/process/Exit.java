package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The end of a process, for any number of tasks to wait for.
final class Exit {

  private final String what;
  private final Process process;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final Set<Waiter<@Nullable Void>> waiters = new LinkedHashSet<>();

  private boolean over;

  private Exit(String what, Process process) {
    this.what = what;
    this.process = process;
  }

  /// Watches a process. The JDK has a thread for each process anyway, which tells us.
  static Exit of(String what, Process process) {
    var exit = new Exit(what, process);
    var _ = process.onExit().whenComplete((_, _) -> exit.happened());
    return exit;
  }

  private void happened() {
    List<Waiter<@Nullable Void>> waiting;
    lock.lock();
    try {
      over = true;
      waiting = List.copyOf(waiters);
    } finally {
      lock.unlock();
    }
    for (Waiter<@Nullable Void> waiter : waiting) {
      waiter.wake(null);
    }
  }

  /// Waits for it, and returns the exit code.
  ///
  /// @throws Cancelled if it was cancelled
  int await() {
    Waiter.checkCancelled();
    var waiter = new Waiter<@Nullable Void>(this);
    if (enlist(waiter)) {
      try {
        waiter.await();
      } finally {
        strike(waiter);
      }
    }
    return process.exitValue();
  }

  private boolean enlist(Waiter<@Nullable Void> waiter) {
    lock.lock();
    try {
      return !over && waiters.add(waiter);
    } finally {
      lock.unlock();
    }
  }

  private void strike(Waiter<@Nullable Void> waiter) {
    lock.lock();
    try {
      waiters.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  OptionalInt code() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /// How many tasks wait.
  int waiting() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "the end of " + what;
  }
}
