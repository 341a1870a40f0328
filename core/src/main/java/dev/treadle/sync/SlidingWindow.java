package dev.treadle.sync;

import java.util.ArrayDeque;

/// Remembers what was taken in the last so many nanoseconds, each moment of it: exact, at the price
/// of memory for each.
final class SlidingWindow implements Rate {

  private record Taken(long when, int permits) {}

  private final int permits;
  private final long window;

  /// What the window covers, oldest first.
  private final ArrayDeque<Taken> taken = new ArrayDeque<>();

  /// The sum of it.
  private int sum;

  SlidingWindow(int permits, long window) {
    this.permits = permits;
    this.window = window;
  }

  @Override
  public int most() {
    return permits;
  }

  @Override
  public int available(long now) {
    forget(now);
    return permits - sum;
  }

  @Override
  public long nanosUntil(long now, int count) {
    forget(now);
    int missing = count - (permits - sum);
    if (missing <= 0) {
      return 0;
    }
    for (var oldest : taken) {
      missing -= oldest.permits;
      if (missing <= 0) {
        return window - (now - oldest.when);
      }
    }
    throw new IllegalArgumentException("permits: expected at most " + permits + ", found " + count);
  }

  @Override
  public void take(long now, int count) {
    var newest = taken.peekLast();
    if (newest != null && now - newest.when <= 0) {
      taken.removeLast();
      taken.addLast(new Taken(newest.when, newest.permits + count));
    } else {
      taken.addLast(new Taken(now, count));
    }
    sum += count;
  }

  private void forget(long now) {
    for (var oldest = taken.peekFirst();
        oldest != null && now - oldest.when >= window;
        oldest = taken.peekFirst()) {
      sum -= oldest.permits;
      taken.removeFirst();
    }
  }
}
