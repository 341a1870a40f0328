package dev.treadle.sync;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// Waiters in order of arrival, any of whom can leave at the same small cost.
///
/// The lock of whoever owns the row guards it and the links of the seats in it.
///
/// @param <S> a seat in this row
final class Row<S extends Row.Seat<S>> {

  private @Nullable S first;
  private @Nullable S last;
  private int size;

  /// A waiter, and its links to its neighbours: a queue of its own would search for who leaves.
  abstract static class Seat<S extends Seat<S>> extends Waiter<@Nullable Void> {

    // Not private: through a type variable they could not be reached.
    @Nullable Row<S> row;
    @Nullable S before;
    @Nullable S behind;

    Seat(Object waitsFor) {
      super(waitsFor);
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable S first() {
    return first;
  }

  boolean contains(S seat) {
    return seat.row == this;
  }

  void add(S seat) {
    link(last, seat, null);
    size++;
  }

  /// Takes a seat out; does nothing if it is not in this row.
  void remove(S seat) {
    if (!contains(seat)) {
      return;
    }
    join(seat.before, seat.behind);
    unlink(seat);
    size--;
  }

  /// Gives somebody's seat to somebody else.
  void replace(S seat, S successor) {
    var before = seat.before;
    var behind = seat.behind;
    unlink(seat);
    link(before, successor, behind);
  }

  private void link(@Nullable S before, S seat, @Nullable S behind) {
    seat.row = this;
    join(before, seat);
    join(seat, behind);
  }

  private void unlink(S seat) {
    seat.row = null;
    seat.before = null;
    seat.behind = null;
  }

  private void join(@Nullable S before, @Nullable S behind) {
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
