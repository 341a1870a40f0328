package dev.treadle.retry;

import java.time.Duration;

/// A [CircuitBreaker] has not let a call through.
///
/// {@snippet class=dev.treadle.retry.CircuitBreakerSnippets region=open lang=java}
public final class CircuitOpenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  CircuitOpenException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /// Returns how long until calls are let through for a trial; zero if trials are under way.
  public Duration retryAfter() {
    return retryAfter;
  }
}
