package dev.treadle.sync;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// One waiting thread's place in a [Line]. What changes is guarded by the line's lock.
final class Place {

  /// Woken with what it waits for: it has that already.
  static final Object SERVED = "served";

  /// Woken to look for itself.
  static final Object LOOK = "look";

  /// How much is waited for.
  final int amount;

  final long since;
  Waiter<Object> waiter;
  boolean linked;

  /// Whether the first in the line might have been served since this one is in it, as far as it
  /// matters: for the first.
  boolean isPassedOver;

  /// Since when.
  long passedOverSince;

  /// What stands for the thing, if that is a number. Written by whoever takes the thing, which is
  /// told by waking.
  long ticket;

  @Nullable Place before;
  @Nullable Place behind;

  Place(int amount, Waiter<Object> waiter, long since) {
    this.amount = amount;
    this.waiter = waiter;
    this.since = since;
  }
}
