package dev.treadle.test;

import java.util.random.RandomGenerator;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, fast, and the same on every JDK for
/// ever, which a seed in a bug report needs.
final class SeededRandom implements RandomGenerator {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SeededRandom(long seed) {
    state = seed;
  }

  /// Returns an independent generator for another purpose, so that more draws for one do not shift
  /// the other.
  static SeededRandom of(long seed, long purpose) {
    var mixed = new SeededRandom(seed ^ purpose * GAMMA);
    return new SeededRandom(mixed.next());
  }

  long next() {
    state += GAMMA;
    long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /// Returns a number from 0 to `bound` exclusive; the bias of at most bound/2^32 does not matter
  /// here.
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  @Override
  public long nextLong() {
    return next();
  }
}
