package dev.treadle.seam;

import org.jspecify.annotations.Nullable;

/// The pending actions by the tick they are due at: a hierarchical timing wheel.
///
/// Level 0 has a slot for each tick of the current block of 1024 ticks, level 1 a slot for each
/// block of the current 1024 blocks, and so on. An action waits on the lowest level whose current
/// block holds its tick; when time enters a slot of a higher level, the actions in it descend. So
/// adding costs the same however many are pending, and a pending action takes no memory but its
/// own. Nothing here allocates: the thread that turns the wheel cannot fail for want of memory.
///
/// Actions of one tick fire in the order in which they were added: an action is on a higher level
/// than a later one of the same tick only until time enters that slot, and then it descends before
/// the later one is added.
///
/// Confined to one thread, except that [PendingAction#cancel()] may empty an action where it is.
final class TimerWheel {

  /// Later than every tick.
  static final long NEVER = Long.MAX_VALUE;

  private static final int LEVELS = 5;

  /// The last tick a wheel can hold.
  static final long LAST = (1L << (LEVELS * WheelLevel.BITS)) - 1;

  private final WheelLevel[] levels = new WheelLevel[LEVELS];
  private long current;
  private int size;
  private int dropped;

  TimerWheel() {
    for (int level = 0; level < LEVELS; level++) {
      levels[level] = new WheelLevel();
    }
  }

  /// Returns how many actions are here, the cancelled ones that have not left yet included.
  int size() {
    return size;
  }

  /// Returns how many cancelled actions have left since the last call.
  int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }

  /// Adds a list of actions, the newest first. Those whose tick has passed are due at the current
  /// one.
  void addAll(@Nullable PendingAction newest) {
    for (var action = WheelLevel.reversed(newest); action != null; ) {
      var next = action.next;
      size++;
      place(action);
      action = next;
    }
  }

  // Cancelled ones are let go here, thus whenever they move.
  private void place(PendingAction action) {
    if (action.isCancelled()) {
      action.next = null;
      size--;
      dropped++;
      return;
    }
    long tick = Math.max(action.tick, current);
    int highestDifference = Long.SIZE - 1 - Long.numberOfLeadingZeros((tick ^ current) | 1);
    int level = highestDifference / WheelLevel.BITS;
    levels[level].put(slot(tick, level), action);
  }

  private static int slot(long tick, int level) {
    return (int) (tick >>> (level * WheelLevel.BITS)) & (WheelLevel.SLOTS - 1);
  }

  /// Returns the first tick at which there is something to do, or [#NEVER].
  long nextTick() {
    int level = lowestOccupied();
    if (level == LEVELS) {
      return NEVER;
    }
    int shift = level * WheelLevel.BITS;
    long block = (current >>> shift) & -WheelLevel.SLOTS;
    return (block | levels[level].firstOccupied(0)) << shift;
  }

  // What is on a level is due before everything on the levels above it.
  private int lowestOccupied() {
    int level = 0;
    while (level < LEVELS && levels[level].firstOccupied(0) == WheelLevel.SLOTS) {
      level++;
    }
    return level;
  }

  /// Fires what is due until the end of a tick. Time never goes back.
  void advance(long tick) {
    for (long next = nextTick(); next <= tick; next = nextTick()) {
      current = next;
      enter(lowestOccupied());
    }
    current = Math.max(current, tick);
  }

  private void enter(int level) {
    for (var action = levels[level].take(slot(current, level)); action != null; ) {
      var next = action.next;
      if (level == 0) {
        fire(action);
      } else {
        place(action);
      }
      action = next;
    }
  }

  private void fire(PendingAction action) {
    action.next = null;
    size--;
    if (!action.fire()) {
      dropped++;
    }
  }

  /// Lets go of all cancelled actions.
  void sweep() {
    for (var level : levels) {
      int slot = level.firstOccupied(0);
      while (slot < WheelLevel.SLOTS) {
        for (var action = level.take(slot); action != null; ) {
          var next = action.next;
          place(action);
          action = next;
        }
        slot = level.firstOccupied(slot + 1);
      }
    }
  }
}
