package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.Rounds;
import java.util.Arrays;
import java.util.function.Function;

/// The frame of every contender's `main`: each row gets the same part of the time.
public final class Rows {

  private Rows() {}

  /// Answers each row with the nanoseconds of one operation, and ends the process.
  ///
  /// @param words how many operations make a round, then the rows
  /// @param contender the contender's way through a row
  /// @throws Exception whatever the contender throws
  public static void report(String[] words, Function<String, Operations> contender)
      throws Exception {
    int count = Integer.parseInt(words[0]);
    var rows = Arrays.asList(words).subList(1, words.length);
    var time = Measuring.ordered().time().dividedBy(rows.size());
    for (var row : rows) {
      var rounds = new Rounds(contender.apply(row), count);
      Measuring.report(row, rounds.median(time, Rounds::nanosPerOperation));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
