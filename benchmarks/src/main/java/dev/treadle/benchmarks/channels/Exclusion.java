package dev.treadle.benchmarks.channels;

/// A contender's lock.
@FunctionalInterface
interface Exclusion {

  /// Runs the section while nobody else does; waits for that.
  void run(Runnable section) throws Exception;
}
