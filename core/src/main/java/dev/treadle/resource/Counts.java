package dev.treadle.resource;

/// What a pool has done so far. Guarded by its lock.
final class Counts {

  long acquired;
  long opened;
  long closed;
  long openFailures;
  long closeFailures;
  long unfit;
  long expired;
  long leaked;

  Pool.Totals totals() {
    return new Pool.Totals(
        acquired, opened, closed, openFailures, closeFailures, unfit, expired, leaked);
  }
}
