package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The children of a group: how many live, and which.
///
/// Those who start children and those who end write to different words, far apart, because they run
/// on different carriers. A child takes the next place in a row; a full row is followed by a longer
/// one. A child that ends gives up its place and is counted; once most places are given up, whoever
/// notices unlinks the rows in which nobody is left. Neither start nor end takes a lock.
///
/// Unlinking cannot lose a live child, because nothing is ever linked in the middle.
final class Children extends ChildrenEnded {

  private static final VarHandle STARTED;
  private static final VarHandle ENDED;
  private static final VarHandle NEWEST;
  private static final VarHandle PRUNING;
  private static final VarHandle UNLINKED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STARTED = lookup.findVarHandle(Children.class, "started", long.class);
      ENDED = lookup.findVarHandle(ChildrenEnded.class, "ended", long.class);
      NEWEST = lookup.findVarHandle(Children.class, "newest", ChildrenRow.class);
      UNLINKED = lookup.findVarHandle(Children.class, "unlinked", long.class);
      PRUNING = lookup.findVarHandle(Children.class, "pruning", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// How many children end between two looks at what could be unlinked; a power of two.
  private static final long LOOK = 64;

  private static final long CLOSED = Long.MIN_VALUE;

  /// How many were admitted, or [#CLOSED] and that.
  private volatile long started;

  /// How many places are in no row any more, or never were.
  private volatile long unlinked;

  private volatile @Nullable ChildrenRow newest;

  @SuppressWarnings("UnusedVariable") // read by its handle
  private volatile boolean pruning;

  /// With so many places it is worth to look for empty rows again, or with so few living; written
  /// by whoever prunes.
  private volatile long tooMany;

  private volatile long tooFew;

  /// Counts one child more, unless closed.
  boolean admit() {
    while (true) {
      long before = started;
      if (before < 0) {
        return false;
      }
      if (STARTED.compareAndSet(this, before, before + 1)) {
        return true;
      }
    }
  }

  /// Makes an admitted child known to cancellers.
  void link(Child<?> child) {
    while (true) {
      var row = newest;
      if (row != null && row.take(child)) {
        return;
      }
      NEWEST.compareAndSet(this, row, new ChildrenRow(row));
    }
  }

  /// Counts off one that was admitted.
  void ended() {
    long after = (long) ENDED.getAndAdd(this, 1L) + 1;
    if (after % LOOK == 0) {
      prune();
    }
  }

  /// Takes back an admission of which nothing was linked.
  void dismiss() {
    UNLINKED.getAndAdd(this, 1L);
    ended();
  }

  /// How many places there are, those of the dead included.
  long linked() {
    return (started & ~CLOSED) - unlinked;
  }

  boolean isEmpty() {
    // In this order: nobody ends who was not started.
    long gone = ended;
    return (started & ~CLOSED) == gone;
  }

  long live() {
    long gone = ended;
    return (started & ~CLOSED) - gone;
  }

  /// Lets nobody in any more, if nobody is in.
  boolean close() {
    while (true) {
      long gone = ended;
      long before = started;
      if ((before & ~CLOSED) != gone) {
        return false;
      }
      if (before < 0 || STARTED.compareAndSet(this, before, before | CLOSED)) {
        newest = null;
        return true;
      }
    }
  }

  boolean isClosed() {
    return started < 0;
  }

  /// Passes each child that has not ended, and maybe some that just have; the youngest first.
  void forEach(Consumer<Child<?>> visitor) {
    for (var row = newest; row != null; row = row.older()) {
      row.forEach(visitor);
    }
  }

  // Looks again after each time: what ended meanwhile was left to whoever was pruning.
  private void prune() {
    while (isWorthPruning() && PRUNING.compareAndSet(this, false, true)) {
      try {
        UNLINKED.getAndAdd(this, unlinkEmpty());
        // A row lives as long as one child in it: without news it would be looked at in vain.
        tooMany = 2 * linked();
        tooFew = live() / 2;
      } finally {
        pruning = false;
      }
    }
  }

  private boolean isWorthPruning() {
    long live = live();
    long linked = linked();
    return linked > LOOK
        && linked > 2 * live
        && (linked >= tooMany || live <= tooFew)
        && newest != null;
  }

  private long unlinkEmpty() {
    var kept = newest;
    if (kept == null) {
      return 0;
    }
    long count = 0;
    for (var row = kept.older(); row != null; row = row.older()) {
      if (row.isDeserted()) {
        count += row.width();
        kept.unlinkOlder(row);
      } else {
        kept = row;
      }
    }
    return count;
  }
}
