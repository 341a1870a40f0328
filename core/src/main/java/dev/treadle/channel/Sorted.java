package dev.treadle.channel;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Elements in the order of a comparator, equal ones in order of arrival.
///
/// The comparator is users' code: it may be slow, wait, throw, or use the queue. So it is never
/// called under the queue's lock, and never while the elements are half in order: they are an
/// immutable heap, a plan is the heap that comes after it, and to carry it out is to put that in
/// the place of the heap it was made from.
final class Sorted<T> implements Stock<T> {

  private final Comparator<? super T> comparator;

  /// Written under the queue's lock, read by anybody who plans.
  private volatile Contents<T> contents = new Contents<>(null, 0, 0);

  Sorted(Comparator<? super T> comparator) {
    this.comparator = comparator;
  }

  @Override
  public Object planAdd(T element) {
    var now = contents;
    var leaf = new Heap<>(element, now.arrivals, 1, null, null);
    var then = new Contents<>(merge(now.heap, leaf), now.size + 1, now.arrivals + 1);
    return new Plan<>(now, then);
  }

  @Override
  public Object planRemove() {
    var now = contents;
    if (now.heap == null) {
      return new Plan<>(now, now);
    }
    var rest = merge(now.heap.left, now.heap.right);
    return new Plan<>(now, new Contents<>(rest, now.size - 1, now.arrivals));
  }

  @Override
  public boolean add(Object plan) {
    return isCarriedOut(plan);
  }

  @Override
  public @Nullable T remove(Object plan) {
    var heap = contents.heap;
    return heap != null && isCarriedOut(plan) ? heap.element : null;
  }

  @SuppressWarnings("unchecked") // only plans of ours come here
  private boolean isCarriedOut(Object plan) {
    var made = (Plan<T>) plan;
    if (made.now != contents) {
      return false;
    }
    contents = made.then;
    return true;
  }

  @Override
  public int size() {
    return contents.size;
  }

  @Override
  public void clear() {
    contents = new Contents<>(null, 0, contents.arrivals);
  }

  /// Makes one heap of two, in as many steps as the logarithm of their sizes.
  private @Nullable Heap<T> merge(@Nullable Heap<T> one, @Nullable Heap<T> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return leavesBefore(one, other)
        ? one.withRight(merge(one.right, other))
        : other.withRight(merge(other.right, one));
  }

  private boolean leavesBefore(Heap<T> one, Heap<T> other) {
    int order = comparator.compare(one.element, other.element);
    return order < 0 || (order == 0 && one.arrival < other.arrival);
  }

  private record Plan<T>(Contents<T> now, Contents<T> then) {}

  /// All that is in the queue at one time.
  private record Contents<T>(@Nullable Heap<T> heap, int size, long arrivals) {}

  /// A leftist heap: no element leaves before the one above it, and the way down along the right
  /// side is the shortest (Crane 1972; Okasaki, *Purely Functional Data Structures*, 3.1).
  ///
  /// @param height how many heaps there are on the way down along the right side
  private record Heap<T>(
      T element, long arrival, int height, @Nullable Heap<T> left, @Nullable Heap<T> right) {

    Heap<T> withRight(@Nullable Heap<T> merged) {
      int one = left == null ? 0 : left.height;
      int other = merged == null ? 0 : merged.height;
      return one >= other
          ? new Heap<>(element, arrival, other + 1, left, merged)
          : new Heap<>(element, arrival, one + 1, merged, left);
    }
  }
}
