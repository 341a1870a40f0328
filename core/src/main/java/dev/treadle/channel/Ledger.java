package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/// What has become of the elements of a [WorkQueue], and who waits for all of them to be done.
final class Ledger {

  private static final VarHandle DONE;

  static {
    try {
      DONE = MethodHandles.lookup().findVarHandle(Ledger.class, "done", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final ReentrantLock lock;

  /// Guarded by the lock.
  private final SequencedSet<Waiter<Boolean>> joiners = new LinkedHashSet<>();

  private long put;
  private long dropped;

  /// Written under the lock, read by anybody.
  private volatile long taken;

  /// Written by anybody: whoever is done need not fight for the lock with those who put and take.
  private volatile long done;

  /// Whether somebody joins; written under the lock.
  private volatile boolean isAwaited;

  /// @param name what messages call the queue
  /// @param lock guards the queue, and this
  Ledger(String name, ReentrantLock lock) {
    this.name = name;
    this.lock = lock;
  }

  // --- With the lock

  void put() {
    put++;
  }

  void taken() {
    long before = taken;
    taken = before + 1; // nobody else writes it now
  }

  void dropped(int count) {
    dropped += count;
  }

  long unfinished() {
    return put - dropped - done;
  }

  int joiners() {
    return joiners.size();
  }

  long allPut() {
    return put;
  }

  long allTaken() {
    return taken;
  }

  long allDropped() {
    return dropped;
  }

  /// Returns who need not wait any longer, to be woken without the lock.
  List<Waiter<Boolean>> joined() {
    if (joiners.isEmpty() || unfinished() > 0) {
      return List.of();
    }
    var joined = List.copyOf(joiners);
    joiners.clear();
    isAwaited = false;
    return joined;
  }

  private void remove(Waiter<Boolean> joiner) {
    joiners.remove(joiner);
    isAwaited = !joiners.isEmpty();
  }

  // --- Without the lock

  /// One more is done.
  ///
  /// @throws IllegalStateException if everything that was taken is done already
  void done() {
    long before;
    do {
      before = done;
      if (before == taken) {
        throw new IllegalStateException(
            name
                + ": done() was called more often than elements were taken, which is "
                + before
                + " times; call it once for each, after take()");
      }
    } while (!DONE.compareAndSet(this, before, before + 1));
    // Who joins first says so and then looks what is done; here it is the other way round. So one
    // of the two sees the other.
    if (isAwaited) {
      wakeJoined();
    }
  }

  private void wakeJoined() {
    List<Waiter<Boolean>> joined;
    lock.lock();
    try {
      joined = joined();
    } finally {
      lock.unlock();
    }
    joined.forEach(joiner -> joiner.wake(true));
  }

  /// Waits until everything that was put is done or dropped.
  void join() {
    Waiter.checkCancelled();
    var joiner = new Waiter<Boolean>("join " + name);
    if (isFinishedFor(joiner)) {
      return;
    }
    try {
      joiner.await();
    } catch (Cancelled cancelled) {
      forget(joiner);
      throw cancelled;
    }
  }

  /// Whether everything is done; if not, this one will be woken when it is.
  private boolean isFinishedFor(Waiter<Boolean> joiner) {
    lock.lock();
    try {
      joiners.addLast(joiner);
      isAwaited = true;
      boolean finished = unfinished() == 0;
      if (finished) {
        remove(joiner);
      }
      return finished;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waiter<Boolean> joiner) {
    lock.lock();
    try {
      remove(joiner);
    } finally {
      lock.unlock();
    }
  }
}
