package dev.treadle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Collects the failures of a group, in order, each once, the first hundred of them.
final class Failures {

  private static final int KEPT = 100;

  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final List<Throwable> kept = new ArrayList<>();

  /// What was suppressed in an exception that the body threw.
  private final List<Throwable> beside = new ArrayList<>();

  private int total;

  void add(Throwable failure) {
    lock.lock();
    try {
      if (isKnown(failure)) {
        return;
      }
      total++;
      if (kept.size() < KEPT) {
        kept.add(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds what a body threw. If it is a join's exception, its failures count one by one: so a
  /// child's failure that the body met by awaiting the child is not wrapped again.
  void addFromBody(Throwable thrown) {
    if (!(thrown instanceof TaskFailedException joined)) {
      add(thrown);
      return;
    }
    lock.lock();
    try {
      joined.failures().forEach(this::add);
      total += joined.failureCount() - joined.failures().size();
      Arrays.stream(joined.getSuppressed()).filter(other -> !isKnown(other)).forEach(beside::add);
    } finally {
      lock.unlock();
    }
  }

  // A task that awaits another throws the other's failure once more, wrapped.
  private boolean isKnown(Throwable failure) {
    return isKept(failure)
        || (failure instanceof TaskFailedException joined
            && joined.failures().stream().allMatch(this::isKept));
  }

  private boolean isKept(Throwable failure) {
    for (var known : kept) {
      if (known == failure) {
        return true;
      }
    }
    return false;
  }

  /// Returns what to throw, or `null` if nothing failed.
  @Nullable Throwable toThrow() {
    lock.lock();
    try {
      if (kept.isEmpty()) {
        return null;
      }
      for (var failure : kept) {
        if (failure instanceof VirtualMachineError) {
          return failure;
        }
      }
      var failed = new TaskFailedException(kept, total);
      beside.forEach(failed::addSuppressed);
      return failed;
    } finally {
      lock.unlock();
    }
  }
}
