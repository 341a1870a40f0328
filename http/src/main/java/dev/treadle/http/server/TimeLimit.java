package dev.treadle.http.server;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A time by which something must have happened, moved several times a request: so that is two
/// plain writes, and there is one timer, which is left alone when the time is moved on.
///
/// A scope's deadline would do the same, but reads the clock at each move.
final class TimeLimit {

  /// It need not happen at all.
  static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Runnable expired;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long due = NEVER;

  /// When the timer rings at the latest.
  private volatile long armedFor = NEVER;

  /// @param expired is called once, by the timer, when the time has come
  TimeLimit(World world, Runnable expired) {
    this.world = world;
    this.expired = expired;
  }

  /// How many nanoseconds a duration has; [#NEVER] if it is too long to tell.
  static long nanos(Duration duration) {
    return duration.toSeconds() > NEVER / 1_000_000_000 - 1 ? NEVER : duration.toNanos();
  }

  /// Sets it to so long from a time.
  ///
  /// @param now on the world's clock
  void set(long now, long nanos) {
    long next = nanos > NEVER - now ? NEVER : now + nanos;
    due = next;
    // The timer says that it has rung before it looks at the time: one of both sees the other.
    if (next < armedFor) {
      arm(now, next);
    }
  }

  /// There is no hurry any more.
  void clear() {
    due = NEVER;
  }

  /// It will not happen.
  void end() {
    over.set(true);
  }

  private void arm(long now, long next) {
    armedFor = next;
    world.schedule(next - now, this::ring);
  }

  private void ring() {
    armedFor = NEVER;
    long next = due;
    if (next == NEVER || over.get()) {
      return;
    }
    long now = world.nanoTime();
    if (next > now) {
      arm(now, next);
    } else if (over.compareAndSet(false, true)) {
      expired.run();
    }
  }
}
