package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Those who wait for something of which there is too little, in order of arrival.
///
/// What is waited for lives in the subclass, in an atomic field that is changed without the lock.
/// Whoever puts something back there reads [#mode] afterwards and calls [#serve()] if it says so;
/// whoever joins the line calls [#serve()] afterwards. So one of the two sees the other.
///
/// There are two ways to serve. A *strict* line gives what there is to the first in it, and whoever
/// comes joins the line while there is one. Another line only wakes the first, which looks for
/// itself and may find that a running task was faster: that saves the time in which a thing belongs
/// to somebody who has not woken yet, and most of the wake-ups, because nobody is woken while
/// somebody is awake. But a place that was in the line when the first in it might have been served,
/// and is the first itself [#PATIENCE_NANOS] later and was not, makes its line strict for the next
/// [#TURNS], itself included. So nobody who has fewer than that before it is passed over for
/// longer, whoever of them was lucky in between. Not for all who wait in any case: with a hundred
/// of them that would be the rule and not the exception, and everything waits for somebody to wake
/// up.
abstract class Line {

  /// Nobody waits.
  static final int EMPTY = 0;

  /// Somebody waits, and nobody of them is awake.
  static final int ASLEEP = 1;

  /// Somebody waits, and the first is awake and about to look.
  static final int AWAKE = 2;

  /// Somebody waits and is served strictly.
  static final int STRICT = 3;

  /// For so long others may be faster than those in the line.
  static final long PATIENCE_NANOS = 1_000_000;

  /// So many are then served in order.
  static final int TURNS = 16;

  /// Written under the lock.
  volatile int mode;

  private final boolean strict;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Place first;
  private @Nullable Place last;
  private int waiting;

  /// So many are still to be served in order before others may be faster again.
  private int turnsLeft;

  Line(boolean strict) {
    this.strict = strict;
  }

  /// Takes what the place is for, if it is there. Called with or without the lock; must not wait.
  abstract boolean tryTake(Place place);

  /// Whether it is there at this moment.
  abstract boolean isThere(Place place);

  /// Puts back what was taken for a place that has gone. Must not serve.
  abstract void putBack(Place place);

  /// Why nobody can be let in to wait; `null` if nothing speaks against it.
  abstract @Nullable String broken();

  // --- For those who wait

  /// Waits until there is so much for the caller, who has it then. Returns the place it had.
  final Place await(int amount) {
    var place = new Place(amount, new Waiter<>(this), World.current().nanoTime());
    join(place);
    serve();
    while (true) {
      var news = news(place);
      if (news == Place.SERVED) {
        return place;
      }
      if (news != Place.LOOK) {
        throw new IllegalStateException((String) news);
      }
      if (tryTake(place)) {
        leave(place);
        return place;
      }
      sleepAgain(place);
      serve();
    }
  }

  private Object news(Place place) {
    try {
      return place.waiter.await();
    } catch (Cancelled cancelled) {
      leave(place);
      throw cancelled;
    }
  }

  private void join(Place place) {
    String broken;
    lock.lock();
    try {
      broken = broken();
      if (broken == null) {
        append(place);
      }
    } finally {
      lock.unlock();
    }
    if (broken != null) {
      throw new IllegalStateException(broken);
    }
  }

  /// Takes the place out, if it is still in, and passes on what it was woken for.
  private void leave(Place place) {
    boolean more;
    lock.lock();
    try {
      if (!place.linked) {
        return;
      }
      unlink(place);
      // Whoever puts something back from now on serves those who wait; this is for what was put
      // back before.
      more = first != null && mode != AWAKE && isThere(first);
    } finally {
      lock.unlock();
    }
    if (more) {
      serve();
    }
  }

  private void sleepAgain(Place place) {
    lock.lock();
    try {
      place.waiter = new Waiter<>(this);
      mode = ASLEEP;
    } finally {
      lock.unlock();
    }
  }

  // --- For those who give back

  /// Serves those who wait, as far as there is something for them.
  final void serve() {
    var served = next();
    while (served != null) {
      if (!served.waiter.wake(Place.SERVED)) {
        putBack(served); // it has given up; and whoever is next may have what it was to get
      }
      served = next();
    }
  }

  /// Takes the first out of the line together with what it waits for; or wakes it, and returns
  /// `null`.
  private @Nullable Place next() {
    Waiter<Object> look;
    lock.lock();
    try {
      var place = first;
      if (place == null || mode == AWAKE) {
        return null;
      }
      if (mode == ASLEEP && isOverdue(place)) {
        mode = STRICT;
        turnsLeft = TURNS;
      }
      if (mode == STRICT) {
        if (!tryTake(place)) {
          return null;
        }
        unlink(place);
        return place;
      }
      if (!isThere(place)) {
        return null;
      }
      mode = AWAKE;
      look = place.waiter;
    } finally {
      lock.unlock();
    }
    // If it has given up, it finds when it leaves that it was the one who was awake.
    look.wake(Place.LOOK);
    return null;
  }

  /// Whether it was time long ago that the first was served; called each time it is first and might
  /// be.
  private static boolean isOverdue(Place place) {
    long now = World.current().nanoTime();
    if (!place.isPassedOver) {
      place.isPassedOver = true;
      place.passedOverSince = now;
    }
    return now - place.passedOverSince >= PATIENCE_NANOS;
  }

  /// Sends everybody away.
  final void dissolve(String why) {
    var all = new ArrayList<Place>();
    lock.lock();
    try {
      while (first != null) {
        all.add(first);
        unlink(first);
      }
    } finally {
      lock.unlock();
    }
    all.forEach(place -> place.waiter.wake(why));
  }

  // --- The list, under the lock

  private void append(Place place) {
    place.linked = true;
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.behind = place;
    }
    last = place;
    waiting++;
    if (mode == EMPTY) {
      mode = strict ? STRICT : ASLEEP;
    }
  }

  private void unlink(Place place) {
    var before = place.before;
    var behind = place.behind;
    boolean wasFirst = before == null;
    if (before == null) {
      first = behind;
    } else {
      before.behind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.before = before;
    }
    place.before = null;
    place.behind = null;
    place.linked = false;
    waiting--;
    if (first == null) {
      mode = EMPTY;
      turnsLeft = 0;
    } else if (wasFirst) {
      follow(place, first);
    }
  }

  /// Somebody is first now. It has been passed over as long as the one before it, since it came;
  /// unless that one was the last whose turn it was, then all begin anew.
  private void follow(Place before, Place next) {
    boolean inOrder = turnsLeft > 0;
    turnsLeft -= inOrder ? 1 : 0;
    mode = strict || turnsLeft > 0 ? STRICT : ASLEEP;
    if (!inOrder && before.isPassedOver) {
      next.isPassedOver = true;
      next.passedOverSince =
          next.since - before.passedOverSince > 0 ? next.since : before.passedOverSince;
    }
  }

  // --- Looking

  final int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /// How long the first has waited; zero if nobody waits.
  final Duration longestWait() {
    long now = World.current().nanoTime();
    lock.lock();
    try {
      return first == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - first.since));
    } finally {
      lock.unlock();
    }
  }
}
