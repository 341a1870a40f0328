package dev.treadle.channel;

import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// A [Clause] in one run of a select, from the first look to the choice.
///
/// An option is looked at, then joined to wherever it is waited for, looked at again, and in the
/// end taken back. Of all the options of a select, one look succeeds at most.
abstract class Option<R extends @Nullable Object, X extends Exception> {

  /// Does it now, if it can be done without waiting. Returns whether it was done.
  abstract boolean happens();

  /// Joins those who wait for this.
  abstract void join(Waiter<Object> waiter);

  /// Asks to have the waiter woken, after a look that did not succeed. Returns `false` if there is
  /// reason to look again at once.
  boolean mayWait() {
    return true;
  }

  /// Takes back what [#join(Waiter)] did; after it, a wake that was meant for this option has been
  /// passed on.
  abstract void leave();

  /// The waiter was woken with this. Returns whether that was the option itself, done.
  boolean wasDoneBy(Object woken) {
    return false;
  }

  /// The channel to be locked while it is joined, because its partners do not only wake, but
  /// choose.
  @Nullable RendezvousChannel<?> rendezvous() {
    return null;
  }

  /// Runs the action of what was done.
  abstract R act() throws X;
}
