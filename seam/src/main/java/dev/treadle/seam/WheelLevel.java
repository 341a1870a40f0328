package dev.treadle.seam;

import org.jspecify.annotations.Nullable;

/// One level of a [TimerWheel]: slots with a list of actions each, and the set of those slots that
/// are not empty.
final class WheelLevel {

  static final int BITS = 10;
  static final int SLOTS = 1 << BITS;

  // The newest first: the list's end need not be known.
  private final @Nullable PendingAction[] lists = new PendingAction[SLOTS];
  private final long[] occupied = new long[SLOTS / Long.SIZE];

  void put(int slot, PendingAction action) {
    action.next = lists[slot];
    lists[slot] = action;
    occupied[slot / Long.SIZE] |= 1L << slot;
  }

  /// Empties a slot and returns what it held, the oldest first.
  @Nullable PendingAction take(int slot) {
    var newest = lists[slot];
    lists[slot] = null;
    occupied[slot / Long.SIZE] &= ~(1L << slot);
    return reversed(newest);
  }

  /// Returns the first slot that is not empty, no earlier than the given one, or [#SLOTS].
  int firstOccupied(int from) {
    if (from >= SLOTS) {
      return SLOTS;
    }
    int i = from / Long.SIZE;
    long word = occupied[i] & (-1L << from);
    while (word == 0) {
      if (++i == occupied.length) {
        return SLOTS;
      }
      word = occupied[i];
    }
    return i * Long.SIZE + Long.numberOfTrailingZeros(word);
  }

  static @Nullable PendingAction reversed(@Nullable PendingAction list) {
    PendingAction result = null;
    for (var action = list; action != null; ) {
      var next = action.next;
      action.next = result;
      result = action;
      action = next;
    }
    return result;
  }
}
