package dev.treadle.flow;

import dev.treadle.Cancelled;
import org.jspecify.annotations.Nullable;

/// The way of elements from tasks that make them to whoever asks for them.
///
/// Those who make tell its end: an orderly one, or a failure, which whoever asks meets behind the
/// elements that came before it.
abstract class Lane<T> {

  private final String name;

  private volatile @Nullable Throwable failure;
  private volatile boolean left;

  /// Whether the asker has met the failure. Its own.
  private boolean told;

  Lane(String name) {
    this.name = name;
  }

  // --- Those who make

  /// Puts an element on its way, waiting for room.
  ///
  /// @return `false` if nobody will take it, or any other
  abstract boolean put(T element);

  /// No more elements will come.
  abstract void end();

  /// No more elements will come, because this happened.
  ///
  /// @return `false` if the asker had left, and will not hear of it
  final boolean fail(Throwable thrown) {
    failure = thrown;
    endWith(thrown);
    return !left;
  }

  abstract void endWith(Throwable thrown);

  // --- Who asks

  /// Takes the next element, waiting for it.
  ///
  /// @return `null` at the end
  abstract @Nullable T take() throws Exception;

  /// What came is not wanted any more. Never waits.
  final void leave() {
    var unheard = told ? null : failure;
    left = true;
    drop();
    if (unheard != null && !(unheard instanceof Cancelled)) {
      Failing.unasked(name, unheard);
    }
  }

  abstract void drop();

  final boolean isLeft() {
    return left;
  }

  /// Throws the failure.
  final RuntimeException failure(Throwable thrown) {
    told = true;
    throw Failing.fromTask(thrown);
  }

  final @Nullable Throwable failureOrNull() {
    return failure;
  }

  @Override
  public String toString() {
    return name;
  }
}
