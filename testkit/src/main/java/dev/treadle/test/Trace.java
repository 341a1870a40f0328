package dev.treadle.test;

import java.time.Duration;
import java.util.List;

/// What a simulation has done so far.
///
/// @param steps how often a thread was resumed
/// @param hash equal for two runs that resumed the same threads in the same order at the same
///   virtual times
/// @param last the last 50 steps, oldest first
public record Trace(long steps, long hash, List<Step> last) {

  /// One thread, resumed.
  ///
  /// @param number counted from 0
  /// @param thread the thread's name, or `thread-N` for one without
  /// @param elapsed virtual time since the start
  public record Step(long number, String thread, Duration elapsed) {}
}
