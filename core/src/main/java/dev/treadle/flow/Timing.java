package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.Treadle;
import dev.treadle.sync.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operators in which time plays a part.
final class Timing {

  private Timing() {}

  static final class Throttling<T> extends Link<T, T> {

    private final RateLimiter rate;
    private @Nullable T held;

    Throttling(Pull<T> before, RateLimiter rate) {
      super(before);
      this.rate = rate;
    }

    @Override
    @Nullable T next() throws Exception {
      if (held == null) {
        held = before.next();
      }
      var element = held;
      if (element != null) {
        rate.acquire();
        held = null;
      }
      return element;
    }
  }

  static final class Limiting<T> extends Link<T, T> {

    private final Duration limit;
    private final Body<@Nullable T, Exception> step;

    Limiting(Pull<T> before, Duration limit) {
      super(before);
      this.limit = limit;
      this.step = () -> before.next();
    }

    @Override
    @Nullable T next() throws Exception {
      return Treadle.timeout(limit, step);
    }
  }

  // --- The newest of what comes

  /// An element and when it came.
  record Timed<T>(T element, long at) {}

  static final class Debouncing<T> extends Newest<T> {

    private final long quiet;

    Debouncing(Pull<Timed<T>> before, long quiet) {
      super(before);
      this.quiet = quiet;
    }

    @Override
    long until(Timed<T> held) {
      return Clock.after(held.at, quiet);
    }
  }

  static final class Sampling<T> extends Newest<T> {

    private final long period;
    private final long began = Clock.now();

    Sampling(Pull<Timed<T>> before, long period) {
      super(before);
      this.period = period;
    }

    @Override
    long until(Timed<T> held) {
      long passed = held.at - began;
      // Within the period in which it came; one that comes with a tick belongs to the next period.
      long tick = passed / period + 1;
      return tick > (Long.MAX_VALUE - Math.max(0, began)) / period
          ? Long.MAX_VALUE
          : began + tick * period;
    }
  }

  /// Holds an element for a while, and passes on the newest that has come by then.
  abstract static class Newest<T> extends Link<Timed<T>, T> {

    private @Nullable Timed<T> held;
    private @Nullable Timed<T> newer;

    Newest(Pull<Timed<T>> before) {
      super(before);
    }

    /// When to pass it on if no other comes.
    abstract long until(Timed<T> held);

    @Override
    final @Nullable T next() throws Exception {
      if (held == null) {
        held = before.next();
      }
      while (held != null && replaced(held)) {
        held = newer;
      }
      var element = held;
      held = null;
      return element == null ? null : element.element();
    }

    /// Waits for a newer one. Returns `false` if none has come in time, or will ever.
    private boolean replaced(Timed<T> present) throws Exception {
      long wait = until(present) - Clock.now();
      if (wait <= 0) {
        return false;
      }
      newer = null;
      var _ =
          Treadle.moveOnAfter(
              Duration.ofNanos(wait),
              () -> {
                newer = before.next();
              });
      return newer != null;
    }
  }

  // --- Batches that do not wait for ever

  static final class Batching<T> extends Pull<List<T>> {

    private final Pull<T> before;
    private final Belt<T> belt;
    private final int size;
    private final long wait;

    /// @param before closes the belt
    Batching(Pull<T> before, Belt<T> belt, int size, long wait) {
      this.before = before;
      this.belt = belt;
      this.size = size;
      this.wait = wait;
      belt.beginMany();
    }

    @Override
    @Nullable List<T> next() {
      int many = belt.awaitMany(size, wait);
      if (many == 0) {
        return null;
      }
      var batch = new ArrayList<T>(many);
      belt.takeMany(many, batch);
      belt.beginMany();
      return Collections.unmodifiableList(batch);
    }

    @Override
    void close() throws Exception {
      before.close();
    }
  }
}
