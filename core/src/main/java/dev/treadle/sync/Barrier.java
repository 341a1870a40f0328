package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets tasks go on only when so many of them have arrived: asyncio's `Barrier`.
///
/// For work in rounds, where nobody may begin a round before all have ended the last one. To wait
/// for the end of tasks there are groups.
///
/// {@snippet class=dev.treadle.sync.BarrierSnippets region=rounds lang=java}
///
/// Every [#parties()] tasks that arrive pass together, and then the barrier serves the next; a task
/// that comes back at once belongs to the next round. Exactly so many pass, or none: a task
/// cancelled while it waits just leaves, the barrier is not broken, and one more has to come. If
/// the last comes as one is cancelled, either all pass, the cancelled one included, or it has left
/// and all others wait on. What a task did before it arrived is visible to all who pass with it.
/// Usable by any thread.
public final class Barrier {

  /// One who has arrived and may not go on yet.
  private static final class Arrival extends Row.Seat<Arrival> {

    /// Its number among those with whom it passes. Written under the lock, like the next.
    private int index;

    /// Why it is sent away instead.
    private @Nullable String sentAway;

    Arrival(Barrier barrier) {
      super(barrier);
    }
  }

  private final String name;
  private final int parties;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest. A new one for each round: what happens to somebody is
  /// decided when its line is given up.
  private Row<Arrival> waiting = new Row<>();

  private boolean broken;

  private Barrier(String name, int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties: expected at least 1, found " + parties);
    }
    this.name = name;
    this.parties = parties;
  }

  /// Returns a new barrier.
  ///
  /// @param parties how many pass together, at least 1
  /// @throws IllegalArgumentException if it is less
  public static Barrier of(int parties) {
    return new Barrier("a barrier", parties);
  }

  /// Returns a new barrier.
  ///
  /// @param name what a task tree calls it
  /// @param parties how many pass together, at least 1
  /// @throws IllegalArgumentException if it is less
  public static Barrier of(String name, int parties) {
    return new Barrier("barrier '" + Objects.requireNonNull(name, "name") + "'", parties);
  }

  /// Waits until so many tasks wait here as pass together, the calling one included.
  ///
  /// @return the caller's number among those who pass, in order of arrival: 0 is the first, and the
  ///   last, who need not wait, is `parties() - 1`. Each number is given once, so "let one of them
  ///   do it" is `if (barrier.await() == 0)`
  /// @throws BarrierBrokenException if the barrier is broken, or is broken or reset meanwhile
  /// @throws Cancelled if the calling task is cancelled, also if nobody else has to come
  public int await() {
    Waiter.checkCancelled();
    var arrival = new Arrival(this);
    if (isLast(arrival)) {
      return parties - 1;
    }
    while (true) {
      try {
        arrival.await();
      } catch (Cancelled cancelled) {
        leave(arrival);
        throw cancelled;
      }
      var again = unlessDecided(arrival);
      if (again == null) {
        return passed(arrival);
      }
      arrival = again;
    }
  }

  private boolean isLast(Arrival arrival) {
    lock.lock();
    try {
      if (broken) {
        throw new BarrierBrokenException(
            name + " is broken: abort() was called; reset() makes it usable again");
      }
      if (waiting.size() == parties - 1 && allOthersStay()) {
        letPass();
        return true;
      }
      waiting.add(arrival);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Asks everybody who waits, by waking them: whoever cannot be woken has been cancelled, and is
  /// taken out. Others stay in the line awake, and look here again.
  private boolean allOthersStay() {
    for (var other = waiting.first(); other != null; other = other.behind) {
      if (!other.wake(null) && other.isGone()) {
        waiting.remove(other);
        return false;
      }
    }
    return true;
  }

  private void letPass() {
    int index = 0;
    for (var other = waiting.first(); other != null; other = other.behind) {
      other.index = index++;
    }
    waiting = new Row<>();
  }

  /// Returns `null` if it is decided what becomes of somebody who was woken; else in whose name to
  /// wait on, at the same place.
  private @Nullable Arrival unlessDecided(Arrival woken) {
    lock.lock();
    try {
      if (!waiting.contains(woken)) {
        return null;
      }
      var again = new Arrival(this);
      waiting.replace(woken, again);
      return again;
    } finally {
      lock.unlock();
    }
  }

  // Nobody writes to it any more, and it was read under the lock that it is decided.
  private static int passed(Arrival arrival) {
    if (arrival.sentAway != null) {
      throw new BarrierBrokenException(arrival.sentAway);
    }
    return arrival.index;
  }

  private void leave(Arrival arrival) {
    lock.lock();
    try {
      waiting.remove(arrival);
    } finally {
      lock.unlock();
    }
  }

  /// Sends away everybody who waits, with a [BarrierBrokenException], and begins anew. A broken
  /// barrier can be used again.
  ///
  /// Never waits; works also while the task is cancelled.
  public void reset() {
    sendAway(false, name + " was reset while this task waited at it");
  }

  /// Breaks the barrier: everybody who waits, or comes later, gets a [BarrierBrokenException]. For
  /// when one of the tasks will not come, so that the others need not wait for ever.
  ///
  /// Never waits; works also while the task is cancelled.
  public void abort() {
    sendAway(true, name + " was aborted while this task waited at it");
  }

  private void sendAway(boolean breaks, String why) {
    lock.lock();
    try {
      broken = breaks;
      var away = waiting;
      waiting = new Row<>();
      for (var arrival = away.first(); arrival != null; arrival = arrival.behind) {
        arrival.sentAway = why;
        arrival.wake(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many tasks pass together.
  public int parties() {
    return parties;
  }

  /// Returns how many tasks wait here.
  public int waiting() {
    return statistics().waiting();
  }

  /// Returns whether it was broken by [#abort()] and not reset since.
  public boolean isBroken() {
    return statistics().broken();
  }

  /// Returns how it stands at this moment.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(parties, waiting.size(), broken);
    } finally {
      lock.unlock();
    }
  }

  /// How a barrier stood for a moment.
  ///
  /// @param parties how many pass together
  /// @param waiting how many threads waited
  /// @param broken whether it was broken
  public record Statistics(int parties, int waiting, boolean broken) {}

  /// Returns `barrier 'name'`.
  @Override
  public String toString() {
    return name;
  }
}
