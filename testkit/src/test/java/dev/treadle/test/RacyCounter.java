package dev.treadle.test;

/// Counts, but loses counts: `value++` reads, adds and writes.
final class RacyCounter {

  private final int[] slots = new int[1];
  private int value;

  void increment() {
    value++;
  }

  void incrementSlot() {
    slots[0]++;
  }

  int value() {
    return value;
  }

  int slot() {
    return slots[0];
  }
}
