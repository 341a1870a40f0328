package dev.treadle.test;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The time of a simulation, and the timers that make it pass. Touched by the carrier and the
/// thread mounted on it only.
final class VirtualTime {

  /// Midnight UTC at the start of 2026, where the virtual wall clock begins.
  private static final long EPOCH_NANOS = 1_767_225_600L * 1_000_000_000L;

  /// A wait until then, 236 years on, is one for ever: nobody fires it, and the wall clock would
  /// overflow.
  private static final long END_OF_TIME = Long.MAX_VALUE - EPOCH_NANOS;

  // Away from zero, which some code takes for "not set".
  private static final long NANO_TIME_ORIGIN = 1_000_000_000L;

  private final TimerQueue timers = new TimerQueue();
  private long now;
  private boolean autojump = true;
  private long horizon; // with a manual clock: how far time may go

  /// Returns the nanoseconds since the simulation began.
  long now() {
    return now;
  }

  Duration elapsed() {
    return Duration.ofNanos(now);
  }

  long nanoTime() {
    return NANO_TIME_ORIGIN + now;
  }

  long epochNanos() {
    return EPOCH_NANOS + now;
  }

  Instant instant() {
    return Instant.ofEpochSecond(0, epochNanos());
  }

  /// Returns a time so far from now, never past the end of time.
  long after(long nanos) {
    return nanos <= 0 ? now : now + Math.min(nanos, END_OF_TIME - now);
  }

  SimTimer schedule(long delayNanos, Runnable action) {
    return timers.add(after(delayNanos), action);
  }

  boolean hasTimers() {
    return timers.peek() != null;
  }

  boolean isAutojump() {
    return autojump;
  }

  void autojump(boolean on) {
    autojump = on;
  }

  void jump(long nanos) {
    now = after(nanos);
  }

  /// Lets a manual clock run up to a time.
  void allowUntil(long nanos) {
    horizon = Math.max(horizon, nanos);
  }

  /// Returns whether time may go on to the next timer.
  boolean mayPass() {
    var next = timers.peek();
    return next != null && next.dueNanos < END_OF_TIME && (autojump || next.dueNanos <= horizon);
  }

  /// Goes on to the next timer; [#mayPass()] must have said that it may.
  void pass() {
    var next = timers.peek();
    now = next == null ? now : next.dueNanos;
  }

  /// Removes and returns the next timer that is due, or `null` if none is.
  @Nullable SimTimer pollDue() {
    return timers.pollDue(now);
  }
}
