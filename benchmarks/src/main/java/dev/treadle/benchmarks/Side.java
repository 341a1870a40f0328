package dev.treadle.benchmarks;

import java.io.IOException;
import java.util.Optional;

/// One program in a comparison, measured once a round.
public interface Side {

  /// Returns the name that stands in the table.
  String name();

  /// Returns what is not installed here and keeps this side from running, if anything.
  ///
  /// @throws IOException if looking for it failed
  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  default Optional<String> missing() throws IOException, InterruptedException {
    return Optional.empty();
  }

  /// Measures once, in a process of its own, and returns the value in the claim's unit.
  ///
  /// @throws SideFailedException if the program failed, gave no number, or overran the round's
  ///   limit
  /// @throws IOException if the program could not be started
  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  double measure(Round round) throws SideFailedException, IOException, InterruptedException;
}
