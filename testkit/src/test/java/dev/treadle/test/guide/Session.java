package dev.treadle.test.guide;

import java.time.Duration;
import java.time.Instant;

// @start region="session"
/// A login that ends when nobody has used it for a while.
final class Session {

  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private volatile Instant lastUse = Instant.now();

  void touch() {
    lastUse = Instant.now();
  }

  boolean isAlive() {
    return Instant.now().isBefore(lastUse.plus(LIFETIME));
  }
}
// @end
