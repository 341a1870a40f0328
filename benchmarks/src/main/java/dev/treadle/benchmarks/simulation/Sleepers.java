package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;

/// A thousand tasks that sleep a second a hundred times each, in virtual time: what all sides do,
/// once, in a cold JVM, as a test would.
final class Sleepers {

  static final int TASKS = 1000;
  static final int SLEEPS = 100;
  static final Duration SLEEP = Duration.ofSeconds(1);

  private Sleepers() {}

  /// Answers with the seconds since the given moment, if the virtual time that passed is right.
  static void report(long startNanos, Duration virtual) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    var expected = SLEEP.multipliedBy(SLEEPS);
    if (!virtual.equals(expected)) {
      throw new AssertionError("expected " + expected + " of virtual time, got " + virtual);
    }
    Measuring.report(seconds);
  }
}
