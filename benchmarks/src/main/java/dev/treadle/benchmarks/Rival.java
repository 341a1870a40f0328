package dev.treadle.benchmarks;

/// What a claim is measured against.
sealed interface Rival {

  /// The target of a peer that is only shown: any ratio meets it.
  double NO_TARGET = 0;

  /// Returns the name that stands in the table.
  String name();

  /// Returns the ratio that is claimed, `--quick` aside.
  double target();

  default boolean hasTarget() {
    return target() > NO_TARGET;
  }

  /// Another program doing the same.
  record Peer(Side side, double target) implements Rival {
    @Override
    public String name() {
      return side.name();
    }
  }

  /// A promised value: the claim is absolute.
  record Bar(double value) implements Rival {
    @Override
    public String name() {
      return "bar";
    }

    @Override
    public double target() {
      return 1.0;
    }
  }
}
