package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A flag that tasks can wait for: asyncio's `Event`.
///
/// For "the server is up", "the configuration is loaded", "stop": one task says it, any number wait
/// for it. What happens only once and carries a value is better the value of a [dev.treadle.Task];
/// and what must not be missed in between, such as work to do, belongs into a queue: an event that
/// was set and cleared has told only those who waited.
///
/// {@snippet class=dev.treadle.sync.EventSnippets region=ready lang=java}
///
/// [#set()] wakes each task that waits, once, in order of arrival; one that was woken returns, even
/// if [#clear()] comes before it runs. What was done before `set()` is visible after [#await()]. A
/// task cancelled while it waits leaves nothing behind, and leaving costs the same however many
/// wait. Usable by any thread.
public final class Event {

  private static final class Listener extends Row.Seat<Listener> {
    Listener(Event event) {
      super(event);
    }
  }

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock. A new one whenever the event is set.
  private Row<Listener> waiting = new Row<>();

  /// Written under the lock.
  private volatile boolean set;

  private Event(String name) {
    this.name = name;
  }

  /// Returns a new event that is not set.
  public static Event create() {
    return new Event("an event");
  }

  /// Returns a new event that is not set.
  ///
  /// @param name what a task tree calls it
  public static Event create(String name) {
    return new Event("event '" + Objects.requireNonNull(name, "name") + "'");
  }

  /// Waits until the event is set; returns at once if it is.
  ///
  /// @throws Cancelled if the calling task is cancelled, also if the event is set
  public void await() {
    Waiter.checkCancelled();
    if (set) {
      return;
    }
    var listener = new Listener(this);
    if (!joins(listener)) {
      return;
    }
    try {
      listener.await();
    } catch (Cancelled cancelled) {
      leave(listener);
      throw cancelled;
    }
  }

  private boolean joins(Listener listener) {
    lock.lock();
    try {
      if (set) {
        return false;
      }
      waiting.add(listener);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Listener listener) {
    lock.lock();
    try {
      waiting.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  /// Sets the event and wakes everybody who waits for it. Does nothing if it is set.
  ///
  /// Never waits; works also while the task is cancelled.
  public void set() {
    // The line has been exchanged, so nobody joins or leaves this one any more.
    for (var listener = called(); listener != null; listener = listener.behind) {
      listener.wake(null);
    }
  }

  private @Nullable Listener called() {
    lock.lock();
    try {
      if (set) {
        return null;
      }
      set = true;
      var called = waiting;
      waiting = new Row<>();
      return called.first();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the event back: whoever waits from now on waits for the next [#set()]. Does nothing if
  /// it is not set. Never waits.
  public void clear() {
    lock.lock();
    try {
      set = false;
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether the event is set.
  public boolean isSet() {
    return set;
  }

  /// Returns how it stands at this moment.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(set, waiting.size());
    } finally {
      lock.unlock();
    }
  }

  /// How an event stood for a moment.
  ///
  /// @param set whether it was set
  /// @param waiting how many threads waited for it
  public record Statistics(boolean set, int waiting) {}

  /// Returns `event 'name'`.
  @Override
  public String toString() {
    return name;
  }
}
