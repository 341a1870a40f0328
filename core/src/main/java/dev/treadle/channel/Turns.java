package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Those who wait on one side of something that is guarded by a lock, in order of arrival.
///
/// To wake somebody costs far more than to put an element into a ring, so it is done as seldom as
/// can be. Only one is called at a time; when it has gone ahead, it calls the next if there is
/// something left for it. Until the called one comes, newcomers may pass the line over. One that
/// comes for nothing goes back to the front.
///
/// Being passed over has an end: a millisecond after the first time, and at the sixteenth time at
/// the earliest, newcomers must stand in line until the sixteen at the front of it have gone ahead,
/// or all if they are fewer. Not all in any case: with a thousand in line that would be the rule
/// and not the exception, and in order everything waits for somebody to wake up.
///
/// Nothing is ever handed over with a call, so nothing can be lost with one: a waiter that was
/// called comes, also if it is cancelled, and finds out under the lock what there is. What must
/// stay true whenever the lock is free: *if somebody is in line and the next one could go ahead,
/// one is called.*
final class Turns {

  /// For so long those in line may be passed over.
  static final long PATIENCE_NANOS = 1_000_000;

  /// So many may pass them over in any case.
  static final int PASSES = 16;

  /// So many then go ahead in order.
  static final int TURNS = 16;

  private final ReentrantLock lock;
  private final Object waitsFor;
  private final BooleanSupplier canGoAhead;

  /// Guarded by the lock, like the rest.
  private @Nullable Turn first;

  private @Nullable Turn last;
  private int inLine;

  /// Taken out of the line and told to come; has not come yet.
  private @Nullable Turn called;

  /// How often somebody passed those over who are in line now.
  private int passes;

  private long passedOverSince;

  /// So many must go ahead before a newcomer may pass again.
  private int turnsLeft;

  /// @param lock guards whatever is waited for, and this
  /// @param waitsFor what task trees show
  /// @param canGoAhead whether somebody who waits could go ahead now; asked under the lock
  Turns(ReentrantLock lock, Object waitsFor, BooleanSupplier canGoAhead) {
    this.lock = lock;
    this.waitsFor = waitsFor;
    this.canGoAhead = canGoAhead;
  }

  /// Makes a turn for the calling thread, which is not in line yet.
  Turn turn() {
    return new Turn(this);
  }

  Object waitsFor() {
    return waitsFor;
  }

  // --- With the lock

  /// Returns whether this one may go ahead now if it can: it was called, or nobody is passed over
  /// by it, or not yet for too long.
  ///
  /// @param turn `null` if it has none yet
  boolean lets(@Nullable Turn turn) {
    if (isEmpty() || (turn != null && turn == called)) {
      return true;
    }
    return turnsLeft == 0 && !isPatienceOver();
  }

  /// Somebody passes the line over. The clock is read at every sixteenth only: that would cost as
  /// much as what is passed over for.
  private boolean isPatienceOver() {
    if (passes++ % PASSES != 0) {
      return false;
    }
    long now = World.current().nanoTime();
    if (passes == 1) {
      passedOverSince = now;
      return false;
    }
    if (now - passedOverSince <= PATIENCE_NANOS) {
      return false;
    }
    passes = 0;
    turnsLeft = TURNS;
    return true;
  }

  /// Enters the line: at the end, or at the front if it was called for nothing.
  void enter(Turn turn) {
    if (turn == called) {
      called = null;
      turn.waiter = new Waiter<>(waitsFor);
      link(turn, null, first);
    } else {
      link(turn, last, null);
    }
  }

  /// Whoever had this turn has used it, or does not want it.
  ///
  /// @param turn `null` if it had none
  void went(@Nullable Turn turn) {
    if (turn != null && turn == called) {
      called = null;
      turnsLeft = Math.max(0, turnsLeft - 1);
      forgetWhenEmpty();
    }
  }

  /// Calls the next one if nobody is called and it could go ahead. Without the lock it must then be
  /// woken.
  @Nullable Turn next() {
    var next = first;
    if (next == null || called != null || !canGoAhead.getAsBoolean()) {
      return null;
    }
    unlink(next);
    called = next;
    return next;
  }

  /// How many wait, the called one included.
  int size() {
    return called == null ? inLine : inLine + 1;
  }

  private boolean isEmpty() {
    return first == null && called == null;
  }

  private void link(Turn turn, @Nullable Turn before, @Nullable Turn after) {
    turn.before = before;
    turn.after = after;
    if (before == null) {
      first = turn;
    } else {
      before.after = turn;
    }
    if (after == null) {
      last = turn;
    } else {
      after.before = turn;
    }
    turn.isInLine = true;
    inLine++;
  }

  private void unlink(Turn turn) {
    var before = turn.before;
    var after = turn.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    turn.before = null;
    turn.after = null;
    turn.isInLine = false;
    inLine--;
  }

  private void forgetWhenEmpty() {
    if (isEmpty()) {
      turnsLeft = 0;
      passes = 0;
    }
  }

  // --- Without the lock

  /// Wakes whom [#next()] called; if that one has given up meanwhile, the one after it.
  void wake(@Nullable Turn next) {
    for (var turn = next; turn != null && !turn.waiter.wake(true); ) {
      turn = nextInsteadOf(turn);
    }
  }

  /// Whoever was called does not go ahead; the next one may.
  void turnAway(Turn turn) {
    wake(nextInsteadOf(turn));
  }

  private @Nullable Turn nextInsteadOf(Turn turn) {
    lock.lock();
    try {
      went(turn);
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until called.
  ///
  /// @throws Cancelled if the wait was cancelled; the turn is not in line then
  void await(Turn turn) {
    try {
      turn.waiter.await();
    } catch (Cancelled cancelled) {
      leave(turn);
      throw cancelled;
    }
  }

  /// If it is in no line, it has been called; whoever did so finds it gone and calls the next.
  private void leave(Turn turn) {
    lock.lock();
    try {
      if (turn.isInLine) {
        unlink(turn);
        forgetWhenEmpty();
      }
    } finally {
      lock.unlock();
    }
  }
}
