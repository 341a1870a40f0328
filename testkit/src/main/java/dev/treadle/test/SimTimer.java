package dev.treadle.test;

import dev.treadle.seam.World;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A virtual timer, in the form that the JDK's virtual threads want it, and in the seam's.
final class SimTimer implements ScheduledFuture<@Nullable Object>, World.Timer {

  final long dueNanos;
  final long sequence;
  private final TimerQueue queue;
  private @Nullable Runnable action; // null once fired or cancelled
  private boolean cancelled;

  SimTimer(TimerQueue queue, long dueNanos, long sequence, Runnable action) {
    this.queue = queue;
    this.dueNanos = dueNanos;
    this.sequence = sequence;
    this.action = action;
  }

  void fire() {
    var due = action;
    action = null;
    if (due != null) {
      due.run();
    }
  }

  @Override
  public boolean cancel() {
    if (action == null) {
      return false;
    }
    action = null;
    cancelled = true;
    queue.noteCancelled();
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return cancel();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isDone() {
    return action == null;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    throw new UnsupportedOperationException("a virtual timer tells its delay to nobody");
  }

  @Override
  public int compareTo(Delayed other) {
    throw new UnsupportedOperationException("virtual timers are ordered by their queue");
  }

  @Override
  public @Nullable Object get() {
    return null;
  }

  @Override
  public @Nullable Object get(long timeout, TimeUnit unit) {
    return null;
  }
}
