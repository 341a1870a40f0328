package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The children of a group: how many live, and which.
///
/// Those who start children and those who end write to different words, far apart, because they run
/// on different carriers. Linked in a stack to which any thread pushes. A child that ends is only
/// counted; once most of the linked are dead, whoever notices unlinks them. So the list holds at
/// most twice as many as live, give or take a few, and neither start nor end takes a lock.
///
/// Unlinking may race with itself, and then leaves a dead child for the next time; a live one it
/// cannot lose, because nothing is ever linked in the middle.
final class Children extends ChildrenEnded {

  private static final VarHandle STARTED;
  private static final VarHandle ENDED;
  private static final VarHandle HEAD;
  private static final VarHandle PRUNING;
  private static final VarHandle UNLINKED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STARTED = lookup.findVarHandle(Children.class, "started", long.class);
      ENDED = lookup.findVarHandle(ChildrenEnded.class, "ended", long.class);
      HEAD = lookup.findVarHandle(Children.class, "head", Link.class);
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

  /// How many were unlinked, or never linked.
  private volatile long unlinked;

  private volatile @Nullable Link head;

  @SuppressWarnings("UnusedVariable") // read by its handle
  private volatile boolean pruning;

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
    var link = new Link(child);
    do {
      var older = head;
      link.next = older;
      child.number(older == null ? 1 : older.child.number() + 1);
    } while (!HEAD.compareAndSet(this, link.next, link));
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

  /// How many are held, dead ones included.
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
        head = null;
        return true;
      }
    }
  }

  boolean isClosed() {
    return started < 0;
  }

  /// Passes each child that has not ended, and maybe some that just have.
  void forEach(Consumer<Child<?>> visitor) {
    for (var link = head; link != null; link = link.next) {
      if (!link.child.isDone()) {
        visitor.accept(link.child);
      }
    }
  }

  // Looks again after each time: what ended meanwhile was left to whoever was pruning.
  private void prune() {
    while (isWorthPruning() && PRUNING.compareAndSet(this, false, true)) {
      try {
        UNLINKED.getAndAdd(this, unlinkDead());
      } finally {
        pruning = false;
      }
    }
  }

  private boolean isWorthPruning() {
    long live = live();
    long linked = linked();
    return linked > LOOK && linked > 2 * live && head != null;
  }

  private long unlinkDead() {
    var kept = head;
    if (kept == null) {
      return 0;
    }
    long count = 0;
    for (var link = kept.next; link != null; link = link.next) {
      if (link.child.isDone()) {
        count++;
        kept.next = link.next;
      } else {
        kept = link;
      }
    }
    return count;
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
