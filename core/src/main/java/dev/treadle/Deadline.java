package dev.treadle;

import dev.treadle.seam.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A point in time by which something must be done, on the monotonic clock.
///
/// Set on a [CancelScope] it cancels what is inside; read from one it tells clients of other
/// systems how long they have. It means nothing in another process: send [#remaining()].
///
/// Immutable; two are equal if they are the same moment.
public final class Deadline implements Comparable<Deadline> {

  private static final Deadline NEVER = new Deadline(Durations.NEVER);

  /// On the clock of [World#nanoTime()], or [Durations#NEVER].
  private final long nanos;

  Deadline(long nanos) {
    this.nanos = nanos;
  }

  /// Returns the deadline that never comes.
  public static Deadline never() {
    return NEVER;
  }

  /// Returns the deadline this long from now.
  ///
  /// @param duration not negative; what overflows is never
  /// @throws IllegalArgumentException if it is negative
  public static Deadline in(Duration duration) {
    return new Deadline(Durations.deadline(World.current().nanoTime(), duration));
  }

  /// Returns whether it never comes.
  public boolean isNever() {
    return nanos == Durations.NEVER;
  }

  /// Returns whether it has passed.
  public boolean hasPassed() {
    return nanos <= World.current().nanoTime();
  }

  /// Returns the time that is left, never negative; `Duration.ofNanos(Long.MAX_VALUE)` if it never
  /// comes.
  public Duration remaining() {
    if (isNever()) {
      return Durations.FOREVER;
    }
    return Duration.ofNanos(Math.max(0, Durations.difference(nanos, World.current().nanoTime())));
  }

  /// Returns this deadline moved by a duration, which may be negative.
  public Deadline plus(Duration duration) {
    if (isNever()) {
      return this;
    }
    return new Deadline(Durations.saturatedSum(nanos, Durations.nanos(duration)));
  }

  long nanos() {
    return nanos;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deadline deadline && deadline.nanos == nanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nanos);
  }

  @Override
  public int compareTo(Deadline other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    return isNever() ? "never" : "in " + remaining();
  }
}
