package dev.treadle.test;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Resumes of simulated threads that were asked for by threads outside. The one part that other
/// threads touch.
final class OutsideWakes {

  private static final String UNBLOCKER = "VirtualThread-unblocker";

  /// @param by the name of the thread outside
  record Wake(Runnable continuation, String by) {}

  private final ConcurrentLinkedQueue<Wake> wakes = new ConcurrentLinkedQueue<>();

  void add(Runnable continuation, Thread by, Thread carrier) {
    if (by.getName().equals(UNBLOCKER)) {
      return; // see Monitors
    }
    wakes.add(new Wake(continuation, by.getName()));
    LockSupport.unpark(carrier);
  }

  /// Removes the wake-ups of one task and returns whether there was any.
  boolean remove(Runnable continuation) {
    return wakes.removeIf(wake -> wake.continuation() == continuation);
  }

  @Nullable Wake poll() {
    return wakes.poll();
  }

  boolean isEmpty() {
    return wakes.isEmpty();
  }
}
