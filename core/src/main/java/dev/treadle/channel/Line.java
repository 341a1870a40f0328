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
/// Being passed over has an end: a millisecond after the first time, newcomers must stand in line
/// until all who stood in it then have gone ahead, in order.
///
/// Nothing is ever handed over with a call, so nothing can be lost with one: a waiter that was
/// called comes, also if it is cancelled, and finds out under the lock what there is. What must
/// stay true whenever the lock is free: *if somebody is in line and the next one could go ahead,
/// one is called.*
final class Line {

  /// For so long those in line may be passed over.
  static final long PATIENCE_NANOS = 1_000_000;

  private final ReentrantLock lock;
  private final Object waitsFor;
  private final BooleanSupplier canGoAhead;

  /// Guarded by the lock, like the rest.
  private @Nullable Place first;

  private @Nullable Place last;
  private int inLine;
  private long arrivals;

  /// Taken out of the line and told to come; has not come yet.
  private @Nullable Place called;

  private boolean isPassedOver;
  private long passedOverSince;
  private boolean isInOrder;

  /// While it is in order: the number of the last one that no newcomer may pass.
  private long lastInOrder;

  /// @param lock guards whatever is waited for, and this
  /// @param waitsFor what task trees show
  /// @param canGoAhead whether somebody who waits could go ahead now; asked under the lock
  Line(ReentrantLock lock, Object waitsFor, BooleanSupplier canGoAhead) {
    this.lock = lock;
    this.waitsFor = waitsFor;
    this.canGoAhead = canGoAhead;
  }

  /// Makes a place for the calling thread, in no line yet.
  Place place() {
    return new Place(waitsFor);
  }

  // --- With the lock

  /// Returns whether this one may go ahead now if it can: it was called, or nobody is passed over
  /// by it, or not yet for too long.
  ///
  /// @param place `null` if it has none yet
  boolean lets(@Nullable Place place) {
    if (isEmpty() || (place != null && place == called)) {
      return true;
    }
    return !isInOrder && !isPatienceOver();
  }

  private boolean isPatienceOver() {
    long now = World.current().nanoTime();
    if (!isPassedOver) {
      isPassedOver = true;
      passedOverSince = now;
      return false;
    }
    if (now - passedOverSince <= PATIENCE_NANOS) {
      return false;
    }
    isInOrder = true;
    lastInOrder = arrivals;
    return true;
  }

  /// Enters the line: at the end, or at the front if it was called for nothing.
  void enter(Place place) {
    if (place == called) {
      called = null;
      place.waiter = new Waiter<>(waitsFor);
      link(place, null, first);
    } else {
      place.number = ++arrivals;
      link(place, last, null);
    }
  }

  /// Whoever had this place has gone ahead, or turned away.
  ///
  /// @param place `null` if it had none
  void went(@Nullable Place place) {
    if (place != null && place == called) {
      called = null;
      afterLeaving();
    }
  }

  /// Calls the next one if nobody is called and it could go ahead. Without the lock it must then be
  /// woken.
  @Nullable Place next() {
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

  private void link(Place place, @Nullable Place before, @Nullable Place after) {
    place.before = before;
    place.after = after;
    if (before == null) {
      first = place;
    } else {
      before.after = place;
    }
    if (after == null) {
      last = place;
    } else {
      after.before = place;
    }
    place.isInLine = true;
    inLine++;
  }

  private void unlink(Place place) {
    var before = place.before;
    var after = place.after;
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
    place.before = null;
    place.after = null;
    place.isInLine = false;
    inLine--;
  }

  /// Ends the order once those have left for whom it was, and forgets who was passed over.
  private void afterLeaving() {
    if (called == null && (first == null || (isInOrder && first.number > lastInOrder))) {
      isInOrder = false;
      isPassedOver = false;
    }
  }

  // --- Without the lock

  /// Wakes whom [#next()] called; if that one has given up meanwhile, the one after it.
  void wake(@Nullable Place next) {
    for (var place = next; place != null && !place.waiter.wake(true); ) {
      place = nextInsteadOf(place);
    }
  }

  /// Whoever was called turns away without having gone ahead; the next one gets the turn.
  void turnAway(Place place) {
    wake(nextInsteadOf(place));
  }

  private @Nullable Place nextInsteadOf(Place place) {
    lock.lock();
    try {
      went(place);
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until called.
  ///
  /// @throws Cancelled if the wait was cancelled; the place is in no line then
  void await(Place place) {
    try {
      place.waiter.await();
    } catch (Cancelled cancelled) {
      leave(place);
      throw cancelled;
    }
  }

  /// If it is in no line, it has been called; whoever did so finds it gone and calls the next.
  private void leave(Place place) {
    lock.lock();
    try {
      if (place.isInLine) {
        unlink(place);
        afterLeaving();
      }
    } finally {
      lock.unlock();
    }
  }
}
