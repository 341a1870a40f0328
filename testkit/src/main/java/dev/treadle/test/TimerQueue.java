package dev.treadle.test;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The virtual timers: by due time, and of the same instant in the order in which they were armed.
final class TimerQueue {

  private static final int PURGE_THRESHOLD = 64;

  private final PriorityQueue<SimTimer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong((SimTimer timer) -> timer.dueNanos)
              .thenComparingLong(timer -> timer.sequence));
  private long sequence;
  private int cancelled;

  SimTimer add(long dueNanos, Runnable action) {
    var timer = new SimTimer(this, dueNanos, sequence++, action);
    timers.add(timer);
    return timer;
  }

  /// Returns the next timer without removing it, or `null` if there is none.
  @Nullable SimTimer peek() {
    while (true) {
      var next = timers.peek();
      if (next == null || !next.isCancelled()) {
        return next;
      }
      timers.poll();
      cancelled--;
    }
  }

  /// Removes and returns the next timer if it is due by a time, else returns `null`.
  @Nullable SimTimer pollDue(long nanos) {
    var next = peek();
    return next != null && next.dueNanos <= nanos ? timers.poll() : null;
  }

  /// Returns how many timers are kept, cancelled ones included.
  int size() {
    return timers.size();
  }

  /// Timeouts that never fire are the common case: without a purge they would pile up until their
  /// time has come.
  void noteCancelled() {
    cancelled++;
    if (cancelled > PURGE_THRESHOLD && cancelled > timers.size() / 2) {
      timers.removeIf(SimTimer::isCancelled);
      cancelled = 0;
    }
  }
}
