package dev.treadle.retry;

import dev.treadle.internal.Arguments;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.Objects;

/// How long to wait after a failure before the next attempt.
///
/// {@snippet class=dev.treadle.retry.RetrySnippets region=backoff lang=java}
///
/// *Jitter* shortens each delay by a random part, so that many who failed at the same moment do not
/// come back at the same moment.
///
/// Immutable, and usable by any thread. Chance is that of the calling code's [World].
public final class Backoff {

  private static final Backoff NONE = fixed(Duration.ZERO);

  private final Delay delay;
  private final double jitter;

  private Backoff(Delay delay, double jitter) {
    this.delay = delay;
    this.jitter = jitter;
  }

  /// Says how long to wait.
  @FunctionalInterface
  public interface Delay {

    /// Returns how long to wait before the next attempt.
    ///
    /// @param failures how many attempts have failed, at least 1
    /// @param last how the last one failed
    Duration after(int failures, Exception last);
  }

  /// Returns a backoff without delay.
  public static Backoff none() {
    return NONE;
  }

  /// Returns a backoff that always waits for the same time, without jitter.
  ///
  /// @throws IllegalArgumentException if it is negative
  public static Backoff fixed(Duration delay) {
    Arguments.notNegative("delay", delay);
    return new Backoff((_, _) -> delay, 0);
  }

  /// Returns a backoff that doubles its delay with each failure. Jitter is a half: the delay is
  /// between half of what it would be and all of it.
  ///
  /// @param first the delay after the first failure, above zero
  /// @param most the longest delay, at least `first`
  /// @throws IllegalArgumentException if one of them is not so
  public static Backoff exponential(Duration first, Duration most) {
    long nanos = Arguments.nanos(Arguments.positive("first", first));
    long limit = Arguments.nanos(Arguments.positive("most", most));
    if (limit < nanos) {
      throw new IllegalArgumentException(
          "most: expected at least first, " + first + ", found " + most);
    }
    return new Backoff((failures, _) -> Duration.ofNanos(doubled(nanos, failures, limit)), 0.5);
  }

  private static long doubled(long nanos, int failures, long limit) {
    int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(nanos) - 1);
    return Math.min(nanos << doublings, limit);
  }

  /// Returns a backoff of your own, without jitter: for delays that the failure itself names, such
  /// as those of HTTP's `Retry-After`.
  public static Backoff of(Delay delay) {
    return new Backoff(Objects.requireNonNull(delay, "delay"), 0);
  }

  /// Returns this backoff with another jitter.
  ///
  /// @param part by how much of it a delay may be shortened, from 0 to 1: with 1 it is anything
  ///   down to zero
  /// @throws IllegalArgumentException if it is not from 0 to 1
  public Backoff withJitter(double part) {
    return new Backoff(delay, Arguments.part("part", part));
  }

  /// Returns how long to wait this time.
  ///
  /// @param failures how many attempts have failed, at least 1
  /// @param last how the last one failed
  /// @throws IllegalArgumentException if there was no failure
  /// @throws IllegalStateException if the delay of [#of(Delay)] is negative
  public Duration delay(int failures, Exception last) {
    Arguments.atLeast("failures", 1, failures);
    var whole = delay.after(failures, last);
    if (whole.isNegative()) {
      throw new IllegalStateException("backoff: expected a delay of zero or more, found " + whole);
    }
    if (jitter == 0 || whole.isZero()) {
      return whole;
    }
    long nanos = Arguments.nanos(whole);
    return Duration.ofNanos(
        nanos - (long) (nanos * jitter * World.current().random().nextDouble()));
  }
}
