package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A value that changes, and that tasks can wait for: a setting, a connection's state, a level.
///
/// Only the latest value counts. Who is slow misses those in between, but never the last one. If
/// every one matters, take a [Broadcast].
///
/// {@snippet class=dev.treadle.channel.StateValueSnippets region=await lang=java}
///
/// Values are compared with `equals`, and one that equals the value before is no change; so they
/// should be immutable. No user code, `equals` included, is called under a lock.
///
/// Any thread may use it, platform threads included; what happens before a value is set is visible
/// to whoever sees the value. A waiting task that is cancelled leaves nothing behind.
///
/// @param <T> the values; `null` is none
public final class StateValue<T> {

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();

  /// Written under the lock.
  private volatile Version<T> current;

  /// Who waits for another version than the current one; guarded by the lock.
  private final SequencedSet<Waiter<Boolean>> waiting = new LinkedHashSet<>();

  private StateValue(String name, T value) {
    this.name = name;
    this.current = new Version<>(Objects.requireNonNull(value, "value"), 0);
  }

  /// One value, told apart from every other by identity.
  private record Version<T>(T value, long changes) {}

  /// Creates one with its first value.
  public static <T> StateValue<T> of(T value) {
    return new StateValue<>("state value", value);
  }

  /// Creates one with its first value.
  ///
  /// @param name what task trees and messages call it
  public static <T> StateValue<T> of(String name, T value) {
    return new StateValue<>("state value '" + Objects.requireNonNull(name, "name") + "'", value);
  }

  // --- The value

  /// Returns the latest value. Never waits.
  public T value() {
    return current.value;
  }

  /// Sets the value. Never waits; works in a cancelled task too.
  public void set(T value) {
    Objects.requireNonNull(value, "value");
    var before = current;
    while (!isSettled(before, value)) {
      before = current;
    }
  }

  /// Changes the value to what the function makes of it, as one step: if another thread changes it
  /// meanwhile, the function is called again with the newer value. Never waits, but for the
  /// function. If that throws, the value is as it was.
  ///
  /// {@snippet class=dev.treadle.channel.StateValueSnippets region=update lang=java}
  ///
  /// @param function must have no effects besides its result, since it may be called several times
  /// @return the value that it made, which another thread may have changed again
  /// @throws NullPointerException if the function returns `null`
  public T update(UnaryOperator<T> function) {
    Objects.requireNonNull(function, "function");
    while (true) {
      var before = current;
      var value =
          Objects.requireNonNull(
              function.apply(before.value), "the function returned null, which is no value");
      if (isSettled(before, value)) {
        return value;
      }
    }
  }

  /// Returns whether the value is set, because it replaced the one before or equals it.
  private boolean isSettled(Version<T> before, T value) {
    return value.equals(before.value) || isReplaced(before, value);
  }

  private boolean isReplaced(Version<T> before, T value) {
    List<Waiter<Boolean>> woken;
    lock.lock();
    try {
      if (current != before) {
        return false;
      }
      current = new Version<>(value, before.changes + 1);
      woken = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    woken.forEach(waiter -> waiter.wake(true));
    return true;
  }

  // --- Waiting for it

  /// Waits until the value is such, and returns it. If it is so now, returns at once.
  ///
  /// The predicate sees the latest value each time this task gets to look, not every value there
  /// was: one that is such for a moment only may be missed.
  ///
  /// @param predicate is called by this thread, without any lock; what it throws comes out of here
  /// @throws Cancelled if the calling task is cancelled
  public T await(Predicate<? super T> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    Waiter.checkCancelled();
    var seen = current;
    while (!predicate.test(seen.value)) {
      seen = awaitOtherThan(seen);
    }
    return seen.value;
  }

  /// Returns the value and those that follow it, for a `for` loop that ends only by `break`, by an
  /// exception, or by the cancellation of its task.
  ///
  /// Each iteration begins with the value there is. Its next step waits for a value that does not
  /// equal the one it has last seen, and gets the latest: those in between are skipped, the last
  /// one never is. Steps throw [Cancelled] if the calling task is cancelled; a cancelled step can
  /// be repeated and has missed nothing.
  ///
  /// {@snippet class=dev.treadle.channel.StateValueSnippets region=changes lang=java}
  public Iterable<T> changes() {
    return Changes::new;
  }

  /// Waits until there is another version, and returns the latest.
  private Version<T> awaitOtherThan(Version<T> seen) {
    // What was waited for has not come, so a cancellation is not beaten by it.
    Waiter.checkCancelled();
    var waiter = new Waiter<Boolean>("change of " + name);
    if (!isWaiting(waiter, seen)) {
      return current;
    }
    try {
      waiter.await();
    } catch (Cancelled cancelled) {
      forget(waiter);
      throw cancelled;
    }
    return current;
  }

  private boolean isWaiting(Waiter<Boolean> waiter, Version<T> seen) {
    lock.lock();
    try {
      if (current != seen) {
        return false;
      }
      waiting.addLast(waiter);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waiter<Boolean> waiter) {
    lock.lock();
    try {
      waiting.remove(waiter);
    } finally {
      lock.unlock();
    }
  }

  // --- Looking at it

  /// Returns how often it has changed and how many tasks wait.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(current.changes, waiting.size());
    } finally {
      lock.unlock();
    }
  }

  /// Returns what it is and its name, such as `state value 'level'`; not the value, which may be
  /// long, or secret.
  @Override
  public String toString() {
    return name;
  }

  /// A state value at one moment.
  ///
  /// @param changes how often it was set to something else than it was
  /// @param waiting how many tasks wait for a change
  public record Statistics(long changes, int waiting) {}

  private final class Changes implements Iterator<T> {

    private @Nullable Version<T> last;

    /// There is always a next one, if one waits for it.
    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public T next() {
      Waiter.checkCancelled();
      var before = last;
      var next = current;
      if (before != null) {
        while (next == before || next.value.equals(before.value)) {
          next = awaitOtherThan(next);
        }
      }
      last = next;
      return next.value;
    }
  }
}
