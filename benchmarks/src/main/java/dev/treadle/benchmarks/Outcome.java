package dev.treadle.benchmarks;

/// What came of a claim against one rival.
sealed interface Outcome {

  Claim claim();

  String peer();

  double target();

  boolean met();

  /// Returns whether there is something to meet; without, the row is only shown.
  default boolean hasTarget() {
    return target() > Rival.NO_TARGET;
  }

  /// Both sides gave values.
  record Compared(Claim claim, String peer, double target, Samples treadle, Samples rival)
      implements Outcome {

    double ratio() {
      return claim.better().ratio(treadle.median(), rival.median());
    }

    @Override
    public boolean met() {
      return ratio() >= target;
    }
  }

  /// A side gave none: nothing was shown, so the claim counts as missed.
  record Failed(Claim claim, String peer, double target, String reason) implements Outcome {

    @Override
    public boolean met() {
      return false;
    }
  }
}
