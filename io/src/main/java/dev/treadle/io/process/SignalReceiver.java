package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Signals that have come and that nobody has taken, each once.
final class SignalReceiver {

  private final List<String> names;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final Set<String> pending = new LinkedHashSet<>();

  private @Nullable Waiter<@Nullable Void> waiter;

  SignalReceiver(List<String> names) {
    this.names = names;
  }

  List<String> names() {
    return names;
  }

  /// A signal has come. Never waits.
  void came(String name) {
    Waiter<@Nullable Void> waiting;
    lock.lock();
    try {
      pending.add(name);
      waiting = waiter;
    } finally {
      lock.unlock();
    }
    if (waiting != null) {
      waiting.wake(null);
    }
  }

  /// Waits for a signal and takes it.
  ///
  /// @throws Cancelled if it was cancelled; signals stay here
  String next() {
    Waiter.checkCancelled();
    while (true) {
      var own = new Waiter<@Nullable Void>(this);
      var name = takeOrAnnounce(own);
      if (name != null) {
        return name;
      }
      try {
        own.await();
      } finally {
        announce(null);
      }
    }
  }

  private @Nullable String takeOrAnnounce(Waiter<@Nullable Void> own) {
    lock.lock();
    try {
      if (!pending.isEmpty()) {
        var name = pending.iterator().next();
        pending.remove(name);
        return name;
      }
      waiter = own;
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void announce(@Nullable Waiter<@Nullable Void> own) {
    lock.lock();
    try {
      waiter = own;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "signal " + String.join(", ", names);
  }
}
