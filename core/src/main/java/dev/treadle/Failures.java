package dev.treadle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Collects the failures of a group, in order, each once, the first hundred of them.
final class Failures {

  private static final int KEPT = 100;

  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final List<Throwable> kept = new ArrayList<>();

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

  // A body that awaits its own child throws the child's failure once more, wrapped.
  private boolean isKnown(Throwable failure) {
    var same = failure instanceof TaskFailedException ? failure.getCause() : failure;
    for (var known : kept) {
      if (known == failure || known == same) {
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
      return new TaskFailedException(kept, total);
    } finally {
      lock.unlock();
    }
  }
}
