package dev.treadle.retry;

import dev.treadle.internal.Arguments;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds how many retries there are among all calls, so that those who try again do not keep a
/// service down that is overloaded.
///
/// Attempts bound one call: with three of them, a service that fails every call gets three times as
/// many. A budget is shared by many calls, and by many [Retry]s: each call saves up a part of a
/// retry, and each retry uses one up. Up to a reserve is saved, and the reserve fills by itself
/// within a minute, so that those who call seldom may retry too.
///
/// {@snippet class=dev.treadle.retry.RetrySnippets region=budget lang=java}
///
/// Usable by any thread.
public final class RetryBudget {

  /// In so many parts a retry is counted.
  private static final long WHOLE = 1_000_000;

  private static final long REFILL = Duration.ofMinutes(1).toNanos();

  private final long deposit;
  private final long reserve;
  private final AtomicLong balance;

  /// Up to when the reserve has been filled.
  private final AtomicLong filled = new AtomicLong(World.current().nanoTime());

  private RetryBudget(double ratio, int reserve) {
    this.deposit = Math.round(ratio * WHOLE);
    this.reserve = reserve * WHOLE;
    this.balance = new AtomicLong(this.reserve);
  }

  /// Returns a budget, with its reserve there.
  ///
  /// @param ratio how many retries there may be for each call, from 0 to 1; 0.1 is a common choice
  /// @param reserve how many retries are saved up at most, at least 1
  /// @throws IllegalArgumentException if one of them is not so
  public static RetryBudget of(double ratio, int reserve) {
    return new RetryBudget(
        Arguments.part("ratio", ratio), Arguments.atLeast("reserve", 1, reserve));
  }

  /// A call begins.
  void called() {
    if (balance.get() < reserve) {
      add(deposit);
    }
  }

  private void add(long parts) {
    balance.updateAndGet(present -> Math.min(present + parts, reserve));
  }

  /// Takes a retry, if one is left.
  boolean tryTake() {
    fill();
    while (true) {
      long present = balance.get();
      if (present < WHOLE) {
        return false;
      }
      if (balance.compareAndSet(present, present - WHOLE)) {
        return true;
      }
    }
  }

  private void fill() {
    long now = World.current().nanoTime();
    long since = filled.get();
    long passed = Math.min(now - since, REFILL);
    long parts = (long) ((double) reserve * passed / REFILL);
    // Less than zero: another world asked before, whose clock is another.
    if (parts != 0 && filled.compareAndSet(since, now)) {
      add(Math.max(0, parts));
    }
  }

  /// Returns how many retries are left at this moment.
  public int available() {
    fill();
    return (int) (balance.get() / WHOLE);
  }

  /// Returns how many retries are left, in words.
  @Override
  public String toString() {
    return "retry budget (" + available() + " of " + reserve / WHOLE + " left)";
  }
}
