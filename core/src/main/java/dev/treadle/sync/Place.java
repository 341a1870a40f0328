package dev.treadle.sync;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// One waiting thread's place in a [Line].
///
/// Everything but what is waited for is guarded by the line's lock.
final class Place {

  /// Woken with what it waits for: it has that already.
  static final Object SERVED = "served";

  /// Woken to look for itself.
  static final Object LOOK = "look";

  /// What is waited for: a [MutexToken] or a [PermitToken].
  final Object request;

  final long since;
  Waiter<Object> waiter;
  boolean linked;

  /// When it was first in the line and might have been served; 0 until then.
  long firstTry;

  @Nullable Place before;
  @Nullable Place behind;

  Place(Object request, Waiter<Object> waiter, long since) {
    this.request = request;
    this.waiter = waiter;
    this.since = since;
  }
}
