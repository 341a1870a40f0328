package dev.treadle.benchmarks.channels;

/// A row of [Traffic]: how much a pipe holds, and how many tasks stand at its ends.
///
/// @param capacity 0 for a rendezvous
record Mix(int capacity, int producers, int consumers) {

  private static final String WORD = "SEND";

  /// Returns the word that programs are told.
  String word() {
    return "%s-%d-%d-%d".formatted(WORD, capacity, producers, consumers);
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
    return "%,d".formatted(tasks);
  }
}
