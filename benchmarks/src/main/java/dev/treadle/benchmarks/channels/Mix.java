package dev.treadle.benchmarks.channels;

import java.util.Locale;
import java.util.stream.Stream;

/// A row of [Traffic]: how much a pipe holds, and how many tasks stand at its ends.
///
/// @param capacity 0 for a rendezvous
record Mix(int capacity, int producers, int consumers) {

  /// So many tasks at a side as no machine has processors.
  static final int MANY = 1000;

  private static final String WORD = "SEND";

  /// Returns the mixes that are measured at a capacity.
  static Stream<Mix> all(int capacity) {
    return Stream.of(
        new Mix(capacity, 1, 1),
        new Mix(capacity, 1, 4),
        new Mix(capacity, 4, 4),
        new Mix(capacity, MANY, MANY));
  }

  /// Returns the word that programs are told.
  String word() {
    return "%s-%d-%d-%d".formatted(WORD, capacity, producers, consumers);
  }

  /// Returns the word for a queue whose consumers say that they are done.
  String workWord() {
    return word().replace(WORD, "WORK");
  }

  static Mix parse(String word) {
    var parts = word.split("-", -1);
    if (parts.length != 4 || !parts[0].equals(WORD)) {
      throw new IllegalArgumentException("expected SEND-CAPACITY-PRODUCERS-CONSUMERS, got " + word);
    }
    return new Mix(
        Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
  }

  /// Returns how a claim's row names it.
  String named() {
    return "%s to %s".formatted(counted(producers), counted(consumers));
  }

  private static String counted(int tasks) {
    return String.format(Locale.ROOT, "%,d", tasks);
  }
}
