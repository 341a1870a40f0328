package dev.treadle.benchmarks;

/// A contender's way through a workload.
@FunctionalInterface
public interface Operations {

  /// Does so many operations and returns how many it saw done.
  ///
  /// @throws Exception if one failed, which fails the side
  long run(int count) throws Exception;
}
