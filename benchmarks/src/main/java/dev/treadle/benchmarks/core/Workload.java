package dev.treadle.benchmarks.core;

import java.time.Duration;

/// What every contender does, each with the means of its own library.
public enum Workload {
  /// Starts the tasks, keeps a handle of each, and adds up their values, which are 1.
  SPAWN,
  /// Opens a group for one task and awaits its value, one group after another.
  GROUP_OF_ONE,
  /// Runs a body under a timeout of [#FAR] that does not fire, one after another.
  TIMEOUT,
  /// Maps items to 1, [#LIMIT] of them at once; each gives way once.
  MAP,
  /// Starts tasks that each sleep for [#FAR] under a timeout of [#NEAR], and counts those that were
  /// timed out.
  FIRE,
  /// Starts tasks that each sleep as [Asleep#now()] does, and awaits them all.
  SLEEP;

  /// Longer than any measurement.
  public static final Duration FAR = Duration.ofHours(1);

  /// After which timeouts fire.
  public static final Duration NEAR = Duration.ofMillis(200);

  /// How many items are in work at once.
  public static final int LIMIT = 100;
}
