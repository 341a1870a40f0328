package dev.treadle.seam;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An action that waits for its tick: the timer in its scheduler's hands, and at the same time the
/// link of whichever list it is in, so that a timer is this one object.
///
/// It is the reference to the action, too. Whoever takes the action away decides what becomes of
/// it: a canceller drops it, the ticker runs it. Nothing the action refers to outlives that.
@SuppressWarnings("serial") // it never is serialized; a field of its own would cost eight bytes
final class PendingAction extends AtomicReference<@Nullable Runnable> implements World.Timer {

  /// When the action is due.
  final long tick;

  /// The next action of the list; only the list's owner may look.
  @Nullable PendingAction next;

  private final TimerQueue queue;

  PendingAction(TimerQueue queue, long tick, Runnable action) {
    this.queue = queue;
    this.tick = tick;
    // Not the constructor that takes a value: its volatile write costs a fence, and the push into
    // the queue publishes this object anyway.
    setRelease(action);
  }

  @Override
  public boolean cancel() {
    if (get() == null || getAndSet(null) == null) {
      return false;
    }
    queue.cancelled(this);
    return true;
  }

  boolean isCancelled() {
    return get() == null;
  }

  /// Runs the action; returns false if it was cancelled before.
  boolean fire() {
    var action = getAndSet(null);
    if (action == null) {
      return false;
    }
    try {
      action.run();
    } catch (Throwable failure) {
      report(failure);
    }
    return true;
  }

  private static void report(Throwable failure) {
    var thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable _) {
      // As the JVM does: a handler that fails must not take all later timers with it.
    }
  }
}
