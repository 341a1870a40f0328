package dev.treadle.test.guide;

// @start region="counter"
/// Counts hits, and loses some.
final class HitCounter {

  private int hits;

  void hit() {
    hits++;
  }

  int hits() {
    return hits;
  }
}
// @end
