package dev.treadle.examples.scout;

import dev.treadle.Treadle;
import dev.treadle.examples.scout.CrawlSettings.Pace;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.RateLimiter;
import dev.treadle.sync.Token;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What every request to one host passes through: the limit of the whole crawl, and the host's
/// rate.
///
/// The permit of the rate comes last. Otherwise requests that have one and wait for the crawl's
/// limit would all go out together, faster than the rate. And nobody who waits for the rate keeps
/// others from using the crawl's limit.
final class Gate {

  private final Mutex turn = Mutex.fair("turn at a host");
  private final String host;
  private final CapacityLimiter total;
  private Duration interval;
  private volatile @Nullable RateLimiter rate;

  Gate(String host, CapacityLimiter total, Pace pace) {
    this.host = host;
    this.total = total;
    this.interval = pace.rate() == 0 ? Duration.ZERO : pace.period().dividedBy(pace.rate());
    this.rate = interval.isZero() ? null : limiter();
  }

  private RateLimiter limiter() {
    return RateLimiter.tokenBucket("rate of " + host, 1, interval, 1);
  }

  /// Has at least so much time pass between two requests. For the one task that asks the host what
  /// it allows.
  void slowDown(Duration delay) {
    if (delay.compareTo(interval) > 0) {
      interval = delay;
      var slower = limiter();
      // The host has just been asked: the next request has to wait for the whole delay.
      boolean _ = slower.tryAcquire();
      rate = slower;
    }
  }

  /// Waits until a request may be made.
  ///
  /// @return to be closed when it is over
  Token pass() {
    if (rate == null) {
      return total.acquire();
    }
    try (var _ = turn.acquire()) {
      // It may be another by now, but there is one for good.
      var rate = Objects.requireNonNull(this.rate, "rate");
      for (var wait = rate.untilNext(); wait.isPositive(); wait = rate.untilNext()) {
        Treadle.sleep(wait);
      }
      var token = total.acquire();
      boolean passed = false;
      try {
        rate.acquire();
        passed = true;
      } finally {
        if (!passed) {
          token.close();
        }
      }
      return token;
    }
  }
}
