package dev.treadle.retry;

import dev.treadle.internal.Arguments;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be said about a circuit breaker when it is made.
///
/// {@snippet class=dev.treadle.retry.CircuitBreakerSnippets region=settings lang=java}
///
/// @param failureRate which part of the calls in the window must fail for the circuit to open,
///   above 0 to 1; a half unless said otherwise
/// @param minimumCalls how many calls there must be in the window for their rate to mean anything;
///   twenty unless said otherwise
/// @param window how far the window reaches back, in steps of a tenth; ten seconds unless said
///   otherwise
/// @param consecutiveFailures after how many failures in a row the circuit opens, whatever the
///   rate; [Integer#MAX_VALUE] unless said otherwise, which is never
/// @param pause how long it stays open before calls are let through for a trial: after the first
///   time, and each time that a trial fails; five seconds, doubling up to a minute, less a random
///   part of up to a half, unless said otherwise
/// @param trials how many calls are let through for a trial, all of which must succeed; three
///   unless said otherwise
/// @param counts which exceptions count as failures; all unless said otherwise. Those that do not
///   count say nothing about the service
/// @param listener is told of each change, in the thread that caused it, outside any lock; `null`
///   if nobody is. If it fails, that is logged
public record CircuitBreakerSettings(
    double failureRate,
    int minimumCalls,
    Duration window,
    int consecutiveFailures,
    Backoff pause,
    int trials,
    Predicate<? super Exception> counts,
    @Nullable Consumer<? super CircuitBreaker.Change> listener) {

  static final CircuitBreakerSettings DEFAULT =
      new CircuitBreakerSettings(
          0.5,
          20,
          Duration.ofSeconds(10),
          Integer.MAX_VALUE,
          Backoff.exponential(Duration.ofSeconds(5), Duration.ofMinutes(1)),
          3,
          _ -> true,
          null);

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if one is not as it must be
  public CircuitBreakerSettings {
    if (!(failureRate > 0 && failureRate <= 1)) {
      throw new IllegalArgumentException(
          "failureRate: expected above 0 to 1, found " + failureRate);
    }
    Arguments.atLeast("minimumCalls", 1, minimumCalls);
    Arguments.positive("window", window);
    Arguments.atLeast("consecutiveFailures", 1, consecutiveFailures);
    Objects.requireNonNull(pause, "pause");
    Arguments.atLeast("trials", 1, trials);
    Objects.requireNonNull(counts, "counts");
  }

  /// Returns these settings with a part of the calls that must fail, of so many at least, within a
  /// time.
  ///
  /// @param failureRate above 0 to 1
  /// @param minimumCalls at least 1
  /// @param window above zero; it reaches back in steps of a tenth
  ///
  /// @throws IllegalArgumentException if one of them is not so
  public CircuitBreakerSettings withFailureRate(
      double failureRate, int minimumCalls, Duration window) {
    return new CircuitBreakerSettings(
        failureRate, minimumCalls, window, consecutiveFailures, pause, trials, counts, listener);
  }

  /// Returns these settings with so many failures in a row after which the circuit opens.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public CircuitBreakerSettings withConsecutiveFailures(int consecutiveFailures) {
    return new CircuitBreakerSettings(
        failureRate, minimumCalls, window, consecutiveFailures, pause, trials, counts, listener);
  }

  /// Returns these settings with a time that the circuit stays open, always the same.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public CircuitBreakerSettings withPause(Duration pause) {
    return new CircuitBreakerSettings(
        failureRate,
        minimumCalls,
        window,
        consecutiveFailures,
        Backoff.fixed(Arguments.positive("pause", pause)),
        trials,
        counts,
        listener);
  }

  /// Returns these settings with a time that the circuit stays open, by how often it has opened
  /// since it was last closed.
  public CircuitBreakerSettings withPause(Backoff pause) {
    return new CircuitBreakerSettings(
        failureRate, minimumCalls, window, consecutiveFailures, pause, trials, counts, listener);
  }

  /// Returns these settings with so many calls for a trial.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public CircuitBreakerSettings withTrials(int trials) {
    return new CircuitBreakerSettings(
        failureRate, minimumCalls, window, consecutiveFailures, pause, trials, counts, listener);
  }

  /// Returns these settings with those exceptions counted as failures of which this holds; the
  /// others say nothing about the service: that the caller asked for what is not there.
  public CircuitBreakerSettings withCounts(Predicate<? super Exception> counts) {
    return new CircuitBreakerSettings(
        failureRate, minimumCalls, window, consecutiveFailures, pause, trials, counts, listener);
  }

  /// Returns these settings with a listener.
  public CircuitBreakerSettings withListener(Consumer<? super CircuitBreaker.Change> listener) {
    return new CircuitBreakerSettings(
        failureRate,
        minimumCalls,
        window,
        consecutiveFailures,
        pause,
        trials,
        counts,
        Objects.requireNonNull(listener, "listener"));
  }
}
