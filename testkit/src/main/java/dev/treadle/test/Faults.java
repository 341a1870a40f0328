package dev.treadle.test;

import java.util.HashMap;
import java.util.Map;

/// Decides which fault points fire; the drawing is separate from all other chance of the run.
final class Faults {

  private static final int PURPOSE_FAULTS = 2;

  private final SeededRandom random;
  private final double everywhere;
  private final Map<String, Double> named = new HashMap<>();

  Faults(long seed, double everywhere) {
    this.random = SeededRandom.of(seed, PURPOSE_FAULTS);
    this.everywhere = everywhere;
  }

  void set(String name, double probability) {
    named.put(name, checked("probability", probability));
  }

  boolean fires(String name) {
    double probability = named.getOrDefault(name, everywhere);
    return probability > 0 && random.nextDouble() < probability;
  }

  /// @param parameter what the caller calls it
  static double checked(String parameter, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(parameter + " must be from 0 to 1, got " + probability);
    }
    return probability;
  }
}
