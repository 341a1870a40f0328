package dev.treadle.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.Function;

/// The frame of a contender's `main` that answers several rows: each gets the same part of the
/// time.
public final class Rows {

  private Rows() {}

  /// Answers each row with the nanoseconds of one operation, and ends the process. If there is one
  /// row only, that is the side's result, too.
  ///
  /// @param words how many operations make a round, then the rows
  /// @param contender the contender's way through a row
  /// @throws Exception whatever the contender throws
  public static void report(String[] words, Function<String, Operations> contender)
      throws Exception {
    int count = Integer.parseInt(words[0]);
    var rows = new LinkedHashMap<String, Rounds>();
    for (var row : Arrays.asList(words).subList(1, words.length)) {
      rows.put(row, new Rounds(contender.apply(row), count));
    }
    // All rows go through the same code: none shall be measured before the others have shaped it.
    for (var rounds : rows.values()) {
      rounds.nanos();
    }
    var time = Measuring.ordered().time().dividedBy(rows.size());
    for (var row : rows.entrySet()) {
      double nanos = row.getValue().median(time, Rounds::nanosPerOperation);
      Measuring.report(row.getKey(), nanos);
      if (rows.size() == 1) {
        Measuring.report(nanos);
      }
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
