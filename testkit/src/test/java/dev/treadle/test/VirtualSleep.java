package dev.treadle.test;

import java.time.Duration;

/// Sleeps where no checked exception may pass, as in a `Runnable`, in virtual time only.
public final class VirtualSleep {

  private VirtualSleep() {}

  /// Sleeps for so long; an interrupt ends it and is still there afterwards.
  ///
  /// @throws IllegalStateException outside a simulation, where it would cost real time
  public static void sleep(Duration duration) {
    if (Simulation.ofCurrentThread() == null) {
      throw new IllegalStateException(
          "expected a thread of a simulation, got '%s': sleep in virtual time only"
              .formatted(Thread.currentThread().getName()));
    }
    try {
      Thread.sleep(duration);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
