package dev.treadle.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Those who wait at one side of a buffer, for an element or for room.
///
/// Who is woken gets nothing handed: it looks for itself, and may find that a running task was
/// faster. That is what makes a channel fast, because a running task need not wait for a sleeping
/// one to get going. Two rules keep it in bounds:
///
/// - *At most one wake is under way.* Others see it and do not wake a second one; whoever was woken
///   looks, and wakes the next if there is still something to be had. So a wake that finds nothing
///   costs one wake, not as many as there were elements.
/// - *Nobody is passed over for ever.* A waiter comes back to the front when it found nothing.
///   After [#PATIENCE] times its turn is *due*: from then on nobody but it is let in, and nobody is
///   woken before it, or those who are not let in would wake each other for ever.
///
/// Who joins the line looks once more before it parks, and asks the buffer to be told. Whoever is
/// told takes that back, and wakes the next; whoever leaves the line asks again for those behind.
final class Line<T> {

  /// How often a waiter may be woken in vain before it gets its turn.
  static final int PATIENCE = 8;

  private static final VarHandle UNDER_WAY;

  static {
    try {
      UNDER_WAY = MethodHandles.lookup().findVarHandle(Line.class, "underWay", Place.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object waitsFor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Places<T> places = new Places<>(); // guarded by the lock

  /// How many wait; written under the lock.
  private volatile int waiting;

  /// Whose wake is under way: set by who wakes it, cleared when it has looked.
  private volatile @Nullable Place<T> underWay;

  /// Whose turn is due; written under the lock.
  private volatile @Nullable Place<T> due;

  Line(Object waitsFor) {
    this.waitsFor = waitsFor;
  }

  /// Whether one may look for something to be had: nobody else's turn is due.
  ///
  /// @param as who asks; `null` if it has no place in the line
  boolean admits(@Nullable Place<T> as) {
    var turn = due;
    return turn == null || turn == as;
  }

  /// Whether somebody waits for whom nobody is going to look: no wake is under way.
  boolean isUnattended() {
    return waiting != 0 && underWay == null;
  }

  int waiting() {
    return waiting;
  }

  /// Takes a place at the end of the line; in front of it for a wait that has lost before.
  void join(Place<T> place) {
    lock.lock();
    try {
      if (place.losses == 0) {
        places.addLast(place);
      } else {
        places.addFirst(place);
        if (place.losses >= PATIENCE && due == null) {
          due = place;
        }
      }
      waiting = places.size();
    } finally {
      lock.unlock();
    }
  }

  /// Ends a wait that has looked, or gave up. The caller then sees to those behind it.
  void leave(Place<T> place) {
    lock.lock();
    try {
      places.remove(place);
      waiting = places.size();
      if (due == place) {
        due = null;
      }
    } finally {
      lock.unlock();
    }
    arrived(place);
  }

  private void arrived(Place<T> place) {
    if (underWay == place) {
      // It may have been followed by another already, if who woke it was told that it is gone.
      UNDER_WAY.compareAndSet(this, place, null);
    }
  }

  /// Wakes the first who is still there, unless a wake is under way.
  void wakeNext() {
    for (var next = pollForWake(); next != null; next = pollForWake()) {
      if (next.waiter.wake(next)) {
        return;
      }
      arrived(next);
    }
  }

  private @Nullable Place<T> pollForWake() {
    lock.lock();
    try {
      if (underWay != null) {
        return null;
      }
      var next = due;
      if (next == null || !places.remove(next)) {
        next = places.poll();
      }
      if (next != null) {
        waiting = places.size();
        underWay = next;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Wakes everybody: there is news for all.
  void wakeAll() {
    for (var place : clear()) {
      place.waiter.wake(place);
    }
  }

  private List<Place<T>> clear() {
    lock.lock();
    try {
      waiting = 0;
      return places.clear();
    } finally {
      lock.unlock();
    }
  }

  /// What is waited for.
  @Override
  public String toString() {
    return waitsFor.toString();
  }
}
