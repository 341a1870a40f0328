package dev.treadle.channel;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// A place in a line: who waits, for one of the things it waits for.
///
/// A plain wait has one place; a select has one in each of its channels, all with the same waiter.
/// The waiter is woken with the place it was woken for, or with something else that says to look
/// around once more.
final class Place<T> {

  final Waiter<Object> waiter;

  /// How often this wait was woken here and found that somebody had been faster.
  final int losses;

  /// Rendezvous: what a sender waits with, or what a receiver is given before it is woken.
  @Nullable T element;

  /// Links of the line; guarded by its lock.
  @Nullable Place<T> previous;

  @Nullable Place<T> next;
  boolean linked;

  Place(Waiter<Object> waiter, int losses) {
    this.waiter = waiter;
    this.losses = losses;
  }

  Place(Waiter<Object> waiter, T element) {
    this(waiter, 0);
    this.element = element;
  }

  /// Hands an element to who waits here. Called by who took this place out of its line.
  boolean give(T element) {
    this.element = element;
    return waiter.wake(this);
  }
}
