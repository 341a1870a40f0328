package dev.treadle;

import org.jspecify.annotations.Nullable;

/// What one task has and must give back, the newest first.
///
/// Only the task's thread comes here. What another thread gave back is left where it is and taken
/// out with others of the kind, so that a task whose things are all given back by others does not
/// collect them.
final class Holds {

  /// Fewer than these are not worth looking through.
  private static final int FEW = 16;

  private @Nullable Hold newest;
  private int size;
  private int sweepAt = FEW;

  void add(Hold hold) {
    if (++size > sweepAt) {
      sweep();
    }
    var before = newest;
    hold.older = before;
    if (before != null) {
      before.newer = hold;
    }
    newest = hold;
  }

  void remove(Hold hold) {
    var newer = hold.newer;
    var older = hold.older;
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
      hold.newer = null;
    }
    if (older != null) {
      older.newer = newer;
      hold.older = null;
    }
    size--;
  }

  private void sweep() {
    var hold = newest;
    while (hold != null) {
      var older = hold.older;
      if (hold.isOver()) {
        remove(hold);
        hold.leaveList();
      }
      hold = older;
    }
    sweepAt = Math.max(FEW, 2 * size);
  }

  int size() {
    return size;
  }

  /// The task has ended.
  void end() {
    var hold = newest;
    newest = null;
    while (hold != null) {
      var older = hold.older;
      hold.leaveList();
      hold.taskEnded();
      hold = older;
    }
  }

  /// The block of a thread that goes on has ended: it has no task now whose end could be told.
  void dissolve() {
    var hold = newest;
    newest = null;
    while (hold != null) {
      var older = hold.older;
      hold.leaveList();
      hold = older;
    }
  }
}
