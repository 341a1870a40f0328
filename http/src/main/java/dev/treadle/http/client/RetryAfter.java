package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.Optional;

/// What `Retry-After` says (RFC 9110 section 10.2.3): seconds, or a date.
final class RetryAfter {

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  static Optional<Duration> of(Headers headers) {
    var value = headers.first("retry-after");
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isEmpty()
        && value.length() <= MAX_DIGITS
        && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    return headers
        .date("retry-after")
        .map(date -> Duration.between(World.current().now(), date))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }
}
