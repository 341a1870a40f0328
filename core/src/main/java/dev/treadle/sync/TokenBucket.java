package dev.treadle.sync;

/// Fills at an even pace up to a limit; whoever takes permits empties it by as much.
///
/// What is in it is kept as the time that it took to fill, in nanoseconds and, because a permit
/// need not take a whole number of them, fractions whose denominator is the number of permits of
/// the rate. So nothing is ever rounded, and nothing drifts.
final class TokenBucket implements Rate {

  private final int permits;
  private final int burst;

  /// How long one permit takes to come.
  private final long costNanos;

  /// The fraction of that.
  private final int costParts;

  private final long fullNanos;
  private final int fullParts;
  private long nanos;
  private int parts;

  /// When it was like that.
  private long asOf;

  /// Makes a full bucket.
  ///
  /// @throws IllegalArgumentException if it takes longer to fill than nanoseconds can say
  TokenBucket(int permits, long perNanos, int burst, long now) {
    this.permits = permits;
    this.burst = burst;
    this.costNanos = perNanos / permits;
    this.costParts = (int) (perNanos % permits);
    this.fullNanos = fullNanos(burst);
    this.fullParts = parts(burst);
    this.nanos = fullNanos;
    this.parts = fullParts;
    this.asOf = now;
  }

  private long fullNanos(int burst) {
    try {
      long nanos =
          Math.addExact(Math.multiplyExact(costNanos, burst), (long) costParts * burst / permits);
      return Math.addExact(nanos, 1) - 1; // room for rounding up
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException(
          "burst: expected so many permits as come within 292 years, found " + burst);
    }
  }

  // What a burst costs does not overflow, so fewer do not either.
  private long nanos(int count) {
    return costNanos * count + (long) costParts * count / permits;
  }

  private int parts(int count) {
    return (int) ((long) costParts * count % permits);
  }

  @Override
  public int most() {
    return burst;
  }

  @Override
  public int available(long now) {
    fill(now);
    int there = 0;
    int notThere = burst;
    while (there < notThere) {
      int middle = there + (notThere - there) / 2 + 1;
      if (missing(middle) <= 0) {
        there = middle;
      } else {
        notThere = middle - 1;
      }
    }
    return there;
  }

  @Override
  public long nanosUntil(long now, int count) {
    fill(now);
    return Math.max(0, missing(count));
  }

  @Override
  public void take(long now, int count) {
    fill(now);
    nanos -= nanos(count);
    parts -= parts(count);
    if (parts < 0) {
      parts += permits;
      nanos--;
    }
  }

  /// How long until there are so many permits, rounded up; zero or less if there are.
  private long missing(int count) {
    return nanos(count) - nanos + (parts(count) > parts ? 1 : 0);
  }

  private void fill(long now) {
    long elapsed = now - asOf;
    if (elapsed <= 0) {
      return; // somebody was told the time, and then came late
    }
    asOf = now;
    if (elapsed > fullNanos - nanos) {
      nanos = fullNanos;
      parts = fullParts;
      return;
    }
    nanos += elapsed;
    if (nanos == fullNanos && parts > fullParts) {
      parts = fullParts;
    }
  }
}
