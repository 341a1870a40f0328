package dev.treadle.http.client;

import java.time.Duration;

/// How many connections a client has, and for how long it keeps them.
///
/// @param total how many at most, to all hosts together; 256 unless said otherwise
/// @param perHost how many at most to one origin; 64 unless said otherwise
/// @param idle how long one is kept while nobody needs it; 30 seconds unless said otherwise. A
///   server that says less by `Keep-Alive: timeout=5` is obeyed
public record PoolLimits(int total, int perHost, Duration idle) {

  /// What is used unless said otherwise.
  public static final PoolLimits DEFAULT = new PoolLimits(256, 64, Duration.ofSeconds(30));

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if a number is less than 1, or the duration negative
  public PoolLimits {
    if (total < 1 || perHost < 1) {
      throw new IllegalArgumentException(
          "total, perHost: expected at least 1, found %d and %d".formatted(total, perHost));
    }
    if (idle.isNegative()) {
      throw new IllegalArgumentException("idle: expected zero or more, found " + idle);
    }
  }

  /// Returns these with another limit for all hosts together.
  public PoolLimits withTotal(int total) {
    return new PoolLimits(total, perHost, idle);
  }

  /// Returns these with another limit for each host.
  public PoolLimits withPerHost(int perHost) {
    return new PoolLimits(total, perHost, idle);
  }

  /// Returns these with another time to keep connections; zero keeps none.
  public PoolLimits withIdle(Duration idle) {
    return new PoolLimits(total, perHost, idle);
  }
}
