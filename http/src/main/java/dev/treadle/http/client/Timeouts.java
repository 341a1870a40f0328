package dev.treadle.http.client;

import java.time.Duration;
import java.util.Objects;

/// How long each part of a call may take. What is exceeded throws [HttpException.TimedOut]. The
/// deadline of the scope around a call counts beside them.
///
/// @param total the whole call, from asking for a connection to the last byte of the answer;
///   retries, redirects and the block of [HttpClient#stream] included. No limit unless said
///   otherwise
/// @param connect looking up the name, connecting, proxies and TLS; 10 seconds unless said
///   otherwise
/// @param acquire waiting for a free connection; 30 seconds unless said otherwise
/// @param read how long nothing may come when something should, or nothing go out; 30 seconds
///   unless said otherwise
public record Timeouts(Duration total, Duration connect, Duration acquire, Duration read) {

  /// Longer than anybody waits.
  public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /// What is used unless said otherwise.
  public static final Timeouts DEFAULT =
      new Timeouts(FOREVER, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

  /// No limits but those of the scope around.
  public static final Timeouts NONE = new Timeouts(FOREVER, FOREVER, FOREVER, FOREVER);

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if one is zero or negative
  public Timeouts {
    check("total", total);
    check("connect", connect);
    check("acquire", acquire);
    check("read", read);
  }

  private static void check(String name, Duration value) {
    if (!Objects.requireNonNull(value, name).isPositive()) {
      throw new IllegalArgumentException(name + ": expected more than zero, found " + value);
    }
  }

  /// Returns these with another limit for the whole call.
  public Timeouts withTotal(Duration total) {
    return new Timeouts(total, connect, acquire, read);
  }

  /// Returns these with another limit for connecting.
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(total, connect, acquire, read);
  }

  /// Returns these with another limit for waiting for a connection.
  public Timeouts withAcquire(Duration acquire) {
    return new Timeouts(total, connect, acquire, read);
  }

  /// Returns these with another limit for waiting for bytes.
  public Timeouts withRead(Duration read) {
    return new Timeouts(total, connect, acquire, read);
  }
}
