package dev.treadle.benchmarks.http;

import java.time.Duration;

/// How long a server or client works before it is measured.
final class WarmUp {

  /// By then the compiler is done with what is hot, on two processors that it shares with a load
  /// generator.
  private static final Duration LONG = Duration.ofSeconds(5);

  /// By then with most of it.
  private static final Duration SHORT = Duration.ofSeconds(2);

  private WarmUp() {}

  /// Returns the one for a process that has so much time for all it measures.
  static Duration of(Duration time) {
    return time.compareTo(LONG) < 0 ? SHORT : LONG;
  }
}
