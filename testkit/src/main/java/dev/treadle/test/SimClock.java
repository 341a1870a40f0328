package dev.treadle.test;

import java.time.Duration;
import java.time.Instant;

/// The clock of a simulation. It begins at 2026-01-01T00:00:00Z and moves only when every thread
/// waits.
///
/// With autojump, which is on at first, it then jumps to the next timer. Without, it stands until
/// the test moves it.
public final class SimClock {

  private final Simulator simulator;

  SimClock(Simulator simulator) {
    this.simulator = simulator;
  }

  /// Returns the virtual time of day.
  public Instant now() {
    return Instant.ofEpochSecond(0, Simulator.EPOCH_NANOS + simulator.now());
  }

  /// Returns the virtual time since the simulation began.
  public Duration elapsed() {
    return Duration.ofNanos(simulator.now());
  }

  /// Lets time pass: every timer due meanwhile fires at its own moment, everything it starts runs,
  /// and the call returns when all other threads wait again.
  ///
  /// @param duration zero or more; zero lets run what can run now
  /// @throws IllegalArgumentException if the duration is negative
  /// @throws InterruptedException if the thread is interrupted meanwhile; the time has then passed
  ///   only in part
  public void advance(Duration duration) throws InterruptedException {
    long target = simulator.after(nanos(duration));
    simulator.allowUntil(target);
    Thread.sleep(Duration.ofNanos(target - simulator.now()));
    simulator.awaitQuiescence();
  }

  /// Sets the clock forward at once, as when a machine wakes from suspension: timers that were due
  /// meanwhile all fire at the new time, in their order.
  ///
  /// @param duration zero or more
  /// @throws IllegalArgumentException if the duration is negative
  public void jump(Duration duration) {
    simulator.jump(nanos(duration));
  }

  /// Switches autojump on or off.
  public void autojump(boolean on) {
    simulator.autojump(on);
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration must not be negative, got " + duration);
    }
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }
}
