package dev.treadle.benchmarks.http;

import java.util.Arrays;

/// Nanoseconds from when something was due until it was done.
final class Latencies {

  private long[] nanos = new long[1 << 16];
  private int count;

  void add(long latency) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = latency;
  }

  int count() {
    return count;
  }

  /// Returns the least value that so many of a hundred do not exceed.
  ///
  /// @throws IllegalStateException if there is none
  long percentile(int percent) {
    if (count == 0) {
      throw new IllegalStateException("expected at least one latency, found none");
    }
    Arrays.sort(nanos, 0, count);
    return nanos[Math.max(0, (int) Math.ceil(count * (percent / 100.0)) - 1)];
  }
}
