package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Places for children that were started one after another.
///
/// A place costs four bytes and no object of its own, and to see that nobody is left in a row takes
/// a look at neighbours in memory.
final class ChildrenRow {

  private static final VarHandle TAKEN;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(ChildrenRow.class, "taken", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int SHORTEST = 4;
  private static final int LONGEST = 64;

  /// In a place: its child has ended.
  private static final Object LEFT = new Object();

  private final @Nullable Object[] places;

  /// The number of the child that came before its first.
  private final int before;

  /// How many places were asked for, which may be more than there are.
  @SuppressWarnings("UnusedVariable") // written by its handle
  private volatile int taken;

  private volatile @Nullable ChildrenRow older;

  ChildrenRow(@Nullable ChildrenRow older) {
    this.older = older;
    this.before = older == null ? 0 : older.before + older.width();
    this.places =
        new @Nullable Object[older == null ? SHORTEST : Math.min(LONGEST, 2 * older.width())];
  }

  int width() {
    return places.length;
  }

  @Nullable ChildrenRow older() {
    return older;
  }

  void unlinkOlder(ChildrenRow row) {
    older = row.older;
  }

  /// Gives the child the next place and its number; returns `false` if the row is full.
  boolean take(Child<?> child) {
    int place = (int) TAKEN.getAndAdd(this, 1);
    if (place >= places.length) {
      return false;
    }
    child.placed(this, before + place + 1);
    // Enough, because its thread is started after this and looks upwards then.
    PLACE.setRelease(places, place, child);
    return true;
  }

  /// The child with this number has ended.
  void leave(int number) {
    PLACE.setRelease(places, number - before - 1, LEFT);
  }

  void forEach(Consumer<Child<?>> visitor) {
    for (int place = Math.min(taken, places.length) - 1; place >= 0; place--) {
      if (PLACE.getVolatile(places, place) instanceof Child<?> child && !child.isDone()) {
        visitor.accept(child);
      }
    }
  }

  /// Whether all its places were taken and left.
  boolean isDeserted() {
    for (int place = 0; place < places.length; place++) {
      if (PLACE.getAcquire(places, place) != LEFT) {
        return false;
      }
    }
    return true;
  }
}
