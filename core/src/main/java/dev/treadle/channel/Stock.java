package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// Where a [WorkQueue] keeps its elements, in the order in which they leave.
///
/// Adding and removing each have two steps. Planning may call users' code, is done without the
/// queue's lock, and changes nothing. Carrying the plan out is done under the lock, calls nobody,
/// and says if the plan is stale because the stock has changed since.
sealed interface Stock<T> permits Row, Sorted {

  /// Plans to add an element; without the lock.
  Object planAdd(T element);

  /// Adds what was planned. Returns whether the plan still held.
  boolean add(Object plan);

  /// Plans to remove the next element; without the lock.
  Object planRemove();

  /// Removes what was planned, if there is anything. Returns `null` if the plan does not hold any
  /// more.
  @Nullable T remove(Object plan);

  int size();

  void clear();
}
