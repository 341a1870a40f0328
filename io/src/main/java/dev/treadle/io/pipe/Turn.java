package dev.treadle.io.pipe;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Lets one task in at a time, and tells the second that it is a mistake.
final class Turn {

  private final String what;
  private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();

  /// Makes one that nobody has.
  ///
  /// @param what what is used by one at a time, such as `stdin`
  Turn(String what) {
    this.what = what;
  }

  /// Takes the turn, until [#end()].
  ///
  /// @throws IllegalStateException if another thread has it
  void begin() {
    var other = inside.compareAndExchange(null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException(
          "%s: expected one task at a time, found '%s' beside '%s'; share what one of them reads"
              .formatted(what, Thread.currentThread().getName(), other.getName()));
    }
  }

  /// Takes the turn if nobody has it, until [#end()]. Returns whether it did.
  boolean tryBegin() {
    return inside.compareAndSet(null, Thread.currentThread());
  }

  /// Gives the turn back.
  void end() {
    inside.set(null);
  }
}
