package dev.treadle.flow;

import dev.treadle.Treadle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A source of numbers that keeps books of who opened it, asked it and closed it.
final class Spring extends Stage<Integer> {

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();

  private final int count;
  private int failsAt = -1;
  private @Nullable Duration pace;
  private boolean failsToClose;

  private Spring(int count) {
    this.count = count;
  }

  /// Gives 1, 2, ... and so many.
  static Spring of(int count) {
    return new Spring(count);
  }

  static Spring endless() {
    return new Spring(Integer.MAX_VALUE);
  }

  /// Fails in place of this number.
  Spring failingAt(int number) {
    failsAt = number;
    return this;
  }

  /// Takes so long for each.
  Spring every(Duration duration) {
    pace = duration;
    return this;
  }

  Spring failingToClose() {
    failsToClose = true;
    return this;
  }

  Flow<Integer> flow() {
    return new Flow<>(this);
  }

  @Override
  Pull<Integer> open(Crew crew) {
    opened.incrementAndGet();
    return new Pull<>() {
      private int last;

      @Override
      @Nullable Integer next() throws Exception {
        asked.incrementAndGet();
        if (pace != null) {
          Treadle.sleep(pace);
        }
        if (last + 1 == failsAt) {
          throw new IOException("no " + failsAt);
        }
        return last < count ? ++last : null;
      }

      @Override
      void close() throws Exception {
        closed.incrementAndGet();
        if (failsToClose) {
          throw new IOException("cannot close");
        }
      }
    };
  }

  @Override
  public String toString() {
    return "spring";
  }
}
