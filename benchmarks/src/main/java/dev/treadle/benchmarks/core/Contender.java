package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.Rounds;
import java.util.Map;
import java.util.Optional;

/// The frame of every contender's `main`.
public final class Contender {

  private Contender() {}

  /// Measures one workload and answers with the value.
  ///
  /// @param words the workload, the [Measure], and how many operations make a round
  /// @param workloads those the contender takes part in
  /// @throws Exception whatever the workload throws
  public static void run(String[] words, Map<Workload, Operations> workloads) throws Exception {
    var workload = Workload.valueOf(words[0]);
    var operations =
        Optional.ofNullable(workloads.get(workload))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "expected one of " + workloads.keySet() + ", got " + workload));
    Measure.valueOf(words[1]).report(new Rounds(operations, Integer.parseInt(words[2])));
  }
}
