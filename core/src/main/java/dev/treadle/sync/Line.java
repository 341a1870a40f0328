package dev.treadle.sync;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// Waiters in order of arrival, any of whom can leave at the same small cost.
///
/// The lock of whoever owns the line guards it and the links of the places in it.
///
/// @param <P> a place in this line
final class Line<P extends Line.Place<P>> {

  private @Nullable P first;
  private @Nullable P last;
  private int size;

  /// A waiter, and its links to its neighbours: a queue of its own would search for who leaves.
  abstract static class Place<P extends Place<P>> extends Waiter<@Nullable Void> {

    // Not private: through a type variable they could not be reached.
    @Nullable Line<P> line;
    @Nullable P before;
    @Nullable P behind;

    Place(Object waitsFor) {
      super(waitsFor);
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable P first() {
    return first;
  }

  boolean contains(P place) {
    return place.line == this;
  }

  void add(P place) {
    link(last, place, null);
    size++;
  }

  /// Takes a place out; does nothing if it is not in this line.
  void remove(P place) {
    if (!contains(place)) {
      return;
    }
    join(place.before, place.behind);
    unlink(place);
    size--;
  }

  /// Gives somebody's place to somebody else.
  void replace(P place, P successor) {
    var before = place.before;
    var behind = place.behind;
    unlink(place);
    link(before, successor, behind);
  }

  private void link(@Nullable P before, P place, @Nullable P behind) {
    place.line = this;
    join(before, place);
    join(place, behind);
  }

  private void unlink(P place) {
    place.line = null;
    place.before = null;
    place.behind = null;
  }

  private void join(@Nullable P before, @Nullable P behind) {
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
  }
}
