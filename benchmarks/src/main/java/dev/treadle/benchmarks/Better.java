package dev.treadle.benchmarks;

/// Which way a unit is good.
public enum Better {
  /// More is better: a rate.
  HIGHER,
  /// Less is better: a time, a size, a count of attempts.
  LOWER;

  /// Returns how many times better Treadle's value is than the peer's; above 1 Treadle wins.
  double ratio(double treadle, double peer) {
    return switch (this) {
      case HIGHER -> treadle / peer;
      case LOWER -> peer / treadle;
    };
  }
}
