package dev.treadle.channel;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// The place in a [Line] of one call that waits; guarded by the line's lock but for its waiter.
final class Place {

  /// Replaced while it is in no line, by the thread that waits, so that whoever calls it sees the
  /// one that is waited with.
  Waiter<Boolean> waiter;

  @Nullable Place before;
  @Nullable Place after;
  boolean isInLine;

  /// So many came before it, itself included.
  long number;

  Place(Object waitsFor) {
    waiter = new Waiter<>(waitsFor);
  }
}
