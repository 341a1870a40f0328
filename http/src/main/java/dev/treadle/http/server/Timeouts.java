package dev.treadle.http.server;

import java.time.Duration;
import java.util.Objects;

/// How long things may take at a server. Something that has no limit is given
/// `ChronoUnit.FOREVER.getDuration()`.
///
/// @param idle how long a connection may be without a request before it is closed. 60 s unless said
///   otherwise
/// @param head how long a request's head may take from its first byte on; then it is answered with
///   408. 10 s unless said otherwise
/// @param handler how long a handler may take until it returns its answer; then it is cancelled,
///   and answered with 503. To write the answer may take longer. 60 s unless said otherwise
/// @param grace how long requests may go on when the server is closed; then they are cancelled. 30
///   s unless said otherwise
/// @param rate how fast clients must send and take content at least
public record Timeouts(
    Duration idle, Duration head, Duration handler, Duration grace, MinimumRate rate) {

  static final Timeouts DEFAULTS =
      new Timeouts(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          new MinimumRate(240, Duration.ofSeconds(5)));

  /// How fast clients must be at least: only the time counts in which the server waits for them. A
  /// client that sends more slowly is answered with 408; of one that takes more slowly the
  /// connection is closed.
  ///
  /// @param bytesPerSecond the rate, at least 1; 240 unless said otherwise
  /// @param grace for so long they may be slower; 5 s unless said otherwise
  public record MinimumRate(int bytesPerSecond, Duration grace) {

    /// Checks both.
    ///
    /// @throws IllegalArgumentException if the rate is less than 1, or the grace not positive
    public MinimumRate {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "bytesPerSecond: expected at least 1, found " + bytesPerSecond);
      }
      requirePositive("grace", grace);
    }

    /// How long so many bytes may take.
    Duration allows(long bytes) {
      return grace.plusMillis(bytes * 1000 / bytesPerSecond);
    }
  }

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if one is not positive, or the grace is negative
  public Timeouts {
    requirePositive("idle", idle);
    requirePositive("head", head);
    requirePositive("handler", handler);
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: expected zero or more, found " + grace);
    }
    Objects.requireNonNull(rate, "rate");
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": expected more than zero, found " + value);
    }
  }

  /// Returns these timeouts with another [#idle()].
  public Timeouts withIdle(Duration idle) {
    return new Timeouts(idle, head, handler, grace, rate);
  }

  /// Returns these timeouts with another [#head()].
  public Timeouts withHead(Duration head) {
    return new Timeouts(idle, head, handler, grace, rate);
  }

  /// Returns these timeouts with another [#handler()].
  public Timeouts withHandler(Duration handler) {
    return new Timeouts(idle, head, handler, grace, rate);
  }

  /// Returns these timeouts with another [#grace()].
  public Timeouts withGrace(Duration grace) {
    return new Timeouts(idle, head, handler, grace, rate);
  }

  /// Returns these timeouts with another [#rate()].
  public Timeouts withRate(MinimumRate rate) {
    return new Timeouts(idle, head, handler, grace, rate);
  }
}
