package dev.treadle.benchmarks.core;

/// A contender's way through a [Workload].
@FunctionalInterface
public interface Operations {

  /// Does so many operations and returns how many it saw done.
  ///
  /// @throws Exception if one failed, which fails the side
  long run(int count) throws Exception;
}
