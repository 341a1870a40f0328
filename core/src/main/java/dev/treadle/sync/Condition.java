package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Lets the holder of a mutex wait until another holder has changed something: asyncio's
/// `Condition`.
///
/// For a state under a [Mutex] that some tasks change and others wait for. [Guarded] does this by
/// itself, and to hand over things to do there are queues; with a condition the one who changes the
/// state says how many have reason to look.
///
/// {@snippet class=dev.treadle.sync.ConditionSnippets region=waitFor lang=java}
///
/// All methods are for the task that holds the mutex. Waiting gives the mutex back, and takes it
/// again before it returns or throws, so that a block with the mutex is one as before; a task that
/// is cancelled while it waits holds the mutex, too, when it meets its [Cancelled], for which it
/// has to wait like everybody.
///
/// **Signals.** They go to those who wait, in order of arrival, and are not kept: a signal that
/// finds nobody is lost, so wait for a state, not for a signal. A task that was signalled returns,
/// even if it is cancelled in the same moment; the cancellation strikes at its next wait. One that
/// was cancelled first is passed over, and the signal goes to the next: no signal is lost to a
/// cancellation. Nobody returns without a signal, but others may hold the mutex between the signal
/// and the return, and change the state again; [#waitFor(BooleanSupplier)] looks again.
///
/// A cancelled task leaves nothing behind, and leaving costs the same however many wait.
public final class Condition {

  private static final class Listener extends Row.Seat<Listener> {
    Listener(Condition condition) {
      super(condition);
    }
  }

  private final String name;
  private final Mutex mutex;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock; the mutex would not do, because whoever is cancelled leaves without it.
  private final Row<Listener> waiting = new Row<>();

  private Condition(String name, Mutex mutex) {
    this.name = name;
    this.mutex = Objects.requireNonNull(mutex, "mutex");
  }

  /// Returns a new condition of a mutex, which may have several.
  public static Condition of(Mutex mutex) {
    return new Condition("a condition", mutex);
  }

  /// Returns a new condition of a mutex, which may have several.
  ///
  /// @param name what a task tree calls it
  public static Condition of(String name, Mutex mutex) {
    return new Condition("condition '" + Objects.requireNonNull(name, "name") + "'", mutex);
  }

  /// Gives the mutex back, waits for a signal, and takes the mutex again.
  ///
  /// @throws Cancelled if the calling task is cancelled; it holds the mutex then
  /// @throws IllegalStateException if the calling task does not hold the mutex; or if it cannot
  ///   take it again, because a holder has ended without giving it back
  public void await() {
    requireHeld();
    Waiter.checkCancelled();
    var listener = new Listener(this);
    join(listener);
    long ticket = mutex.line().lend();
    try {
      listener.await();
    } catch (Cancelled cancelled) {
      leave(listener);
      throw cancelled;
    } finally {
      mutex.line().takeBack(ticket);
    }
  }

  /// Waits until something is so: as long as it is not, gives the mutex back, waits for a signal,
  /// takes the mutex again and looks.
  ///
  /// @param predicate looks at the state, with the mutex held; what it throws is thrown
  /// @throws Cancelled if the calling task is cancelled, also if it is so already; it holds the
  ///   mutex then
  /// @throws IllegalStateException as for [#await()]
  public void waitFor(BooleanSupplier predicate) {
    Objects.requireNonNull(predicate, "predicate");
    requireHeld();
    Waiter.checkCancelled();
    while (!predicate.getAsBoolean()) {
      await();
    }
  }

  /// Wakes the task that has waited longest, if any waits.
  ///
  /// Never waits; works also while the task is cancelled, like the other signals.
  ///
  /// @throws IllegalStateException if the calling task does not hold the mutex
  public void signal() {
    signal(1);
  }

  /// Wakes so many tasks, those who have waited longest; all if fewer wait.
  ///
  /// @param count not negative
  /// @throws IllegalArgumentException if it is
  /// @throws IllegalStateException if the calling task does not hold the mutex
  public void signal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count: expected zero or more, found " + count);
    }
    requireHeld();
    lock.lock();
    try {
      int left = count;
      for (var first = waiting.first(); first != null && left > 0; first = waiting.first()) {
        waiting.remove(first);
        if (first.wake(null)) {
          left--;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes all tasks that wait.
  ///
  /// @throws IllegalStateException if the calling task does not hold the mutex
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  private void requireHeld() {
    if (mutex.isHeldByCurrentTask()) {
      return;
    }
    var holder = mutex.line().holder();
    throw new IllegalStateException(
        name
            + ": expected the calling task to hold "
            + mutex.line()
            + ", found it "
            + (holder == null ? "free" : "held by " + MutexLine.nameOf(holder))
            + "; use it inside try (var _ = mutex.acquire())");
  }

  private void join(Listener listener) {
    lock.lock();
    try {
      waiting.add(listener);
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

  /// Returns how it stands at this moment. Any thread may ask.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(waiting.size());
    } finally {
      lock.unlock();
    }
  }

  /// How a condition stood for a moment.
  ///
  /// @param waiting how many threads waited for a signal
  public record Statistics(int waiting) {}

  /// Returns `condition 'name' of mutex 'name'`.
  @Override
  public String toString() {
    return name + " of " + mutex.line();
  }
}
