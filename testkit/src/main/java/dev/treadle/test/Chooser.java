package dev.treadle.test;

/// Makes the choices of one run: who is next, and whether to switch at a switch point.
interface Chooser {

  /// Returns which of the first `count` ready tasks runs next; only asked when there are at least
  /// two.
  int choose(ReadyQueue ready, int count);

  /// Returns whether the running task must let another run first; only asked when another is ready.
  boolean preempts(SimTask running, ReadyQueue ready);

  /// Told of every task when it is first seen.
  default void adopted(SimTask task) {}

  /// Told when a task gave way of its own accord.
  default void yielded(SimTask task) {}
}
