package dev.treadle;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tasks that begin later, or again and again.
final class Ticks {

  private Ticks() {}

  static Task<@Nullable Void> after(GroupScope group, Duration delay, Action<?> body) {
    Objects.requireNonNull(body, "body");
    long nanos = Durations.notNegative("delay", delay);
    return group.start(() -> {
      Sleep.nanos(nanos);
      body.run();
      return null;
    });
  }

  static Task<@Nullable Void> every(GroupScope group, Duration period, Action<?> body) {
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(period, "period");
    if (!period.isPositive()) {
      throw new IllegalArgumentException("period: expected a duration above zero, found " + period);
    }
    long nanos = Durations.nanos(period);
    return group.startDaemon(() -> repeat(nanos, body));
  }

  private static void repeat(long period, Action<?> body) throws Exception {
    var strand = Objects.requireNonNull(Strand.currentOrNull());
    var stop = strand.stopping();
    long now = strand.world().nanoTime();
    long next = now + period; // may overflow, and differences are right all the same
    while (!stop.await(Duration.ofNanos(next - now))) {
      body.run();
      now = strand.world().nanoTime();
      // A tick that passed meanwhile is skipped, so that a slow body does not pile them up.
      next += ((now - next) / period + 1) * period;
    }
  }
}
