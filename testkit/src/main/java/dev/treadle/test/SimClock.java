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
  private final VirtualTime time;

  SimClock(Simulator simulator) {
    this.simulator = simulator;
    this.time = simulator.time;
  }

  /// Returns the virtual time of day.
  public Instant now() {
    return time.instant();
  }

  /// Returns the virtual time since the simulation began.
  public Duration elapsed() {
    return time.elapsed();
  }

  /// Lets time pass: every timer due meanwhile fires at its own moment, everything it starts runs,
  /// and the call returns when all other threads wait again.
  ///
  /// @param duration zero or more; zero lets run what can run now
  /// @throws IllegalArgumentException if the duration is negative
  /// @throws InterruptedException if the thread is interrupted meanwhile; the time has then passed
  ///   only in part
  public void advance(Duration duration) throws InterruptedException {
    long target = time.after(nanos(duration));
    time.allowUntil(target);
    Thread.sleep(Duration.ofNanos(target - time.now()));
    simulator.awaitQuiescence();
  }

  /// Sets the clock forward at once, as when a machine wakes from suspension: timers that were due
  /// meanwhile all fire at the new time, in their order.
  ///
  /// @param duration zero or more
  /// @throws IllegalArgumentException if the duration is negative
  public void jump(Duration duration) {
    time.jump(nanos(duration));
  }

  /// Switches autojump on or off.
  public void autojump(boolean on) {
    time.autojump(on);
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
