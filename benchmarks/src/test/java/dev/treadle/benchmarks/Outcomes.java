package dev.treadle.benchmarks;

import java.util.List;

/// Prepared outcomes: met against a peer, missed against a bar, failed.
final class Outcomes {

  private static final Side SIDE = new FakeSide("Treadle", List.of());
  private static final Claim RATE = Claim.of("four tasks", "seeds/s", Better.HIGHER, SIDE);
  private static final Claim TIME = Claim.of("25 hours", "ms", Better.LOWER, SIDE);

  static final List<Outcome> THREE =
      List.of(
          new Outcome.Compared(
              RATE, "Lincheck", 1.0, Samples.of(20_000.0, 21_000.0, 19_000.0), Samples.of(150.0)),
          new Outcome.Compared(TIME, "bar", 1.0, Samples.of(12.5, 12.25), Samples.of(10.0)),
          new Outcome.Failed(TIME, "asyncio", 0.8, "'asyncio' ended with exit code 1"));

  /// Of a peer without a target.
  static final Outcome SHOWN =
      new Outcome.Compared(TIME, "trio", Rival.NO_TARGET, Samples.of(12.0), Samples.of(6.0));

  private Outcomes() {}
}
