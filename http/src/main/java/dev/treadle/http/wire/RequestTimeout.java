package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import java.time.Duration;
import java.util.Optional;

/// How long a client waits for its answer, as it says in the field `Request-Timeout`: whole
/// milliseconds from when the head is read, in up to ten digits, as in `Request-Timeout: 1500`.
///
/// A length of time and not a point in it, so that clocks need not agree. Nobody has registered a
/// field for this; gRPC's `grpc-timeout` and `Connect-Timeout-Ms` say the same in their protocols.
public final class RequestTimeout {

  /// What the field is called.
  public static final String NAME = "Request-Timeout";

  private static final int MAX_DIGITS = 10;
  private static final long MAX_MILLIS = 9_999_999_999L;

  private RequestTimeout() {}

  /// The value of the field, never less than 1 ms: who has less asks nobody any more.
  public static String format(Duration remaining) {
    boolean most = remaining.getSeconds() > MAX_MILLIS / 1000;
    return Long.toString(most ? MAX_MILLIS : Math.max(1, remaining.toMillis()));
  }

  /// What the fields say; nothing if they do not say it, or say it more than once or in another way.
  public static Optional<Duration> parse(Headers headers) {
    var first = headers.first(NAME);
    if (first == null) {
      return Optional.empty();
    }
    boolean digits =
        !first.isEmpty()
            && first.length() <= MAX_DIGITS
            && first.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && headers.all(NAME).size() == 1
        ? Optional.of(Duration.ofMillis(Long.parseLong(first)))
        : Optional.empty();
  }
}
