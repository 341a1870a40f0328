package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.List;

/// How often and how long an area measures.
///
/// The area's time is shared among its claims by their sides and weights; a claim stops when its
/// share is spent, so the sum never exceeds the whole.
///
/// @param rounds how often each side is measured, if the claim's share allows
/// @param budget wall time for the whole area
/// @param longest the longest single measurement, so that small areas do not fill the budget
/// @param loosening factor on every target
record Plan(int rounds, Duration budget, Duration longest, double loosening) {

  static final Plan FULL = new Plan(5, Duration.ofMinutes(9), Duration.ofSeconds(5), 1.0);
  static final Plan QUICK = new Plan(3, Duration.ofSeconds(54), Duration.ofMillis(1500), 0.8);

  /// Returns the wall time that one claim may spend.
  Duration budgetOf(Claim claim, List<Claim> all) {
    double sum = all.stream().mapToDouble(Plan::share).sum();
    return Duration.ofNanos((long) (budget.toNanos() * share(claim) / sum));
  }

  /// Returns how long each side of the claim is told to measure.
  Duration timeOf(Claim claim, List<Claim> all) {
    var slice = budgetOf(claim, all).dividedBy((long) rounds * claim.sides());
    // The other half is for starting JVMs, and for what has a length of its own.
    var half = slice.dividedBy(2);
    return half.compareTo(longest) < 0 ? half : longest;
  }

  double targetOf(Rival rival) {
    return rival.target() * loosening;
  }

  private static double share(Claim claim) {
    return claim.sides() * claim.weight();
  }
}
