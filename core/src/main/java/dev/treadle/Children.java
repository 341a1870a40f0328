package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The children of a group: how many live, and which.
///
/// Counted in one word, linked in a stack to which any thread pushes. A child that ends is only
/// counted off; once most of the linked are dead, whoever notices unlinks them. So the list holds
/// at most twice as many as live, give or take a few, and neither start nor end takes a lock.
///
/// Unlinking may race with itself, and then leaves a dead child for the next time; a live one it
/// cannot lose, because nothing is ever linked in the middle.
final class Children {

  private static final VarHandle COUNTS;
  private static final VarHandle HEAD;
  private static final VarHandle PRUNING;

  static {
    try {
      var lookup = MethodHandles.lookup();
      COUNTS = lookup.findVarHandle(Children.class, "counts", long.class);
      HEAD = lookup.findVarHandle(Children.class, "head", Link.class);
      PRUNING = lookup.findVarHandle(Children.class, "pruning", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Below this many, dead children are left where they are.
  private static final long WORTH_PRUNING = 64;

  private static final int LINKED_SHIFT = 32;
  private static final long LIVE = (1L << LINKED_SHIFT) - 1;
  private static final long ONE_LINKED = 1L << LINKED_SHIFT;
  private static final long CLOSED = Long.MIN_VALUE;

  /// Live children below, linked ones above, [#CLOSED] at the top.
  private volatile long counts;

  private volatile @Nullable Link head;
  private volatile boolean pruning;

  /// Counts one child more, unless closed.
  boolean admit() {
    while (true) {
      long before = counts;
      if (before < 0) {
        return false;
      }
      if (COUNTS.compareAndSet(this, before, before + ONE_LINKED + 1)) {
        return true;
      }
    }
  }

  /// Makes an admitted child known to cancellers.
  void link(Child<?> child) {
    var link = new Link(child);
    do {
      link.next = head;
    } while (!HEAD.compareAndSet(this, link.next, link));
  }

  /// Counts off one that was admitted and linked. Returns whether it was the last.
  boolean ended() {
    long after = (long) COUNTS.getAndAdd(this, -1L) - 1;
    prune();
    return (after & LIVE) == 0;
  }

  /// Takes back an admission of which nothing was linked. Returns whether nobody is left.
  boolean dismiss() {
    long before = (long) COUNTS.getAndAdd(this, -ONE_LINKED - 1);
    return (before & LIVE) == 1;
  }

  boolean isEmpty() {
    return (counts & LIVE) == 0;
  }

  long live() {
    return counts & LIVE;
  }

  /// How many are held, dead ones included.
  long linked() {
    return linked(counts);
  }

  /// Lets nobody in any more, if nobody is in.
  boolean close() {
    while (true) {
      long before = counts;
      if ((before & LIVE) != 0) {
        return false;
      }
      if (before < 0 || COUNTS.compareAndSet(this, before, before | CLOSED)) {
        head = null;
        return true;
      }
    }
  }

  boolean isClosed() {
    return counts < 0;
  }

  /// Passes each child that has not ended, and maybe some that just have.
  void forEach(Consumer<Child<?>> visitor) {
    for (var link = head; link != null; link = link.next) {
      if (!link.child.isDone()) {
        visitor.accept(link.child);
      }
    }
  }

  // Looks again after each time: what ended meanwhile was left to whoever is pruning.
  private void prune() {
    while (isWorthPruning() && PRUNING.compareAndSet(this, false, true)) {
      try {
        COUNTS.getAndAdd(this, -unlinkDead() * ONE_LINKED);
      } finally {
        pruning = false;
      }
    }
  }

  private boolean isWorthPruning() {
    long now = counts;
    long linked = linked(now);
    return linked > WORTH_PRUNING && linked > 2 * (now & LIVE) && head != null;
  }

  private static long linked(long counts) {
    return (counts & ~CLOSED) >>> LINKED_SHIFT;
  }

  private long unlinkDead() {
    var kept = head;
    if (kept == null) {
      return 0;
    }
    long unlinked = 0;
    for (var link = kept.next; link != null; link = link.next) {
      if (link.child.isDone()) {
        unlinked++;
        kept.next = link.next;
      } else {
        kept = link;
      }
    }
    return unlinked;
  }

  /// Apart from the child, so that whoever keeps a task's handle does not keep its older siblings.
  private static final class Link {

    private final Child<?> child;
    private volatile @Nullable Link next;

    Link(Child<?> child) {
      this.child = child;
    }
  }
}
