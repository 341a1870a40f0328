package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.List;

/// A part of Treadle that makes claims about its speed or size.
///
/// To add one: implement this in a package of its own, and list it in `Areas`.
public interface Area {

  /// Returns the word that selects this area on the command line.
  String name();

  /// Returns what is measured, in one line.
  String title();

  /// Returns how long a full run may take.
  default Duration budget() {
    return Duration.ofMinutes(9);
  }

  /// Returns how often each side is measured in a full run, if the budget allows.
  default int rounds() {
    return 5;
  }

  /// Returns how long `--quick` may take: the same short time for every area, unless its sides take
  /// long to start.
  default Duration quickBudget() {
    return Plan.QUICK.budget();
  }

  /// Returns how often each side is measured by `--quick`, if the budget allows.
  default int quickRounds() {
    return Plan.QUICK.rounds();
  }

  /// Returns what `--quick` measures: what does not take long, beside peers with a target.
  default List<Claim> claimsInQuick() {
    return claims().stream().flatMap(claim -> claim.inQuick().stream()).toList();
  }

  /// Returns what is claimed, in the order of the table.
  List<Claim> claims();
}
