package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.List;

/// How often and how long an area measures.
///
/// The time that is left is shared out among the claims that are left, by their sides and weights;
/// a claim stops when its share is spent, so the sum never exceeds the whole.
///
/// @param rounds how often each side is measured, if the claim's share allows
/// @param budget wall time for the whole area
/// @param longest the longest single measurement, so that small areas do not fill the budget
/// @param loosening factor on every target
record Plan(int rounds, Duration budget, Duration longest, double loosening) {

  static final Plan FULL = new Plan(5, Duration.ofMinutes(9), Duration.ofSeconds(5), 1.0);
  static final Plan QUICK = new Plan(3, Duration.ofSeconds(50), Duration.ofMillis(1500), 0.8);

  /// Returns the share of one claim in what is left for it and those after it.
  Share shareOf(Claim claim, List<Claim> open, Duration left) {
    double part = claim.slices() / open.stream().mapToDouble(Claim::slices).sum();
    var share = Duration.ofNanos((long) (left.toNanos() * part));
    // The other half is for starting JVMs, and for what has a length of its own.
    var half = share.dividedBy(2L * rounds * claim.sides());
    return new Share(rounds, share, half.compareTo(longest) < 0 ? half : longest);
  }

  /// Returns this plan with other rounds and another budget.
  Plan with(int newRounds, Duration newBudget) {
    return new Plan(newRounds, newBudget, longest, loosening);
  }

  double targetOf(Rival rival) {
    return rival.target() * loosening;
  }
}
