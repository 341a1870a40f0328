package dev.treadle.benchmarks.flows;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.Rows;
import java.util.Map;

/// What contenders do, each with the means of its own library.
public enum Work {
  /// Takes [Elements] through five maps, with a buffer of [Elements#ROOM] behind each.
  BUFFERED,
  /// Takes [Elements] through five maps.
  MAPPED,
  /// Maps [Elements], [Elements#LIMIT] of them at once; each gives way once.
  CONCURRENT,
  /// Consumes [Elements] that a generator makes.
  GENERATED,
  /// The same from a task that sends them to the consumer.
  SENT,
  /// Borrows an item of a pool that nobody else wants, and gives it back.
  POOLED,
  /// Calls a method that does nothing, under a retry.
  RETRIED,
  /// Calls it through a circuit breaker.
  GUARDED;

  /// Measures some of the works and answers with the nanoseconds of each.
  ///
  /// @param words how many operations make a round, then the works
  /// @param works those the contender takes part in
  /// @throws Exception whatever the work throws
  public static void report(String[] words, Map<Work, Operations> works) throws Exception {
    Rows.report(words, word -> of(word, works));
  }

  static Operations of(String word, Map<Work, Operations> works) {
    var operations = works.get(valueOf(word));
    if (operations == null) {
      throw new IllegalArgumentException("expected one of " + works.keySet() + ", got " + word);
    }
    return operations;
  }
}
