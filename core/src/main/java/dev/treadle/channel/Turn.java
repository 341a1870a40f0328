package dev.treadle.channel;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// The turn of one call that waits, in the [Turns] of its side; guarded by their lock but for its
/// waiter.
final class Turn {

  final Turns turns;

  /// Replaced while it is in no line, by the thread that waits, so that whoever calls it sees the
  /// one that is waited with.
  Waiter<Boolean> waiter;

  @Nullable Turn before;
  @Nullable Turn after;
  boolean isInLine;

  Turn(Turns turns) {
    this.turns = turns;
    this.waiter = new Waiter<>(turns.waitsFor());
  }
}
