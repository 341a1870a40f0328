package dev.treadle.benchmarks.channels;

/// What a task does.
@FunctionalInterface
interface Body {

  /// Does it.
  ///
  /// @throws Exception if it failed, which fails the side
  void run() throws Exception;
}
