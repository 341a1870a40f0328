package dev.treadle;

import org.jspecify.annotations.Nullable;

/// How a task ended.
///
/// {@snippet class=dev.treadle.TaskSnippets region=outcome lang=java}
///
/// @param <T> the task's value
public sealed interface Outcome<T extends @Nullable Object> {

  /// The task returned a value.
  ///
  /// @param value what it returned
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /// The task threw.
  ///
  /// @param exception what it threw
  record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}

  /// The task was cancelled and ended by that.
  ///
  /// @param origin who cancelled it, and why
  record Cancelled<T extends @Nullable Object>(dev.treadle.Cancelled.Origin origin)
      implements Outcome<T> {}

  /// Returns the value.
  ///
  /// @throws TaskFailedException if there is none; its cause is what the task threw, or a
  ///   [dev.treadle.Cancelled]
  default T value() {
    // First and apart: this is every join's way, and a switch would dispatch through a call site.
    if (this instanceof Success<T>(var value)) {
      return value;
    }
    return switch (this) {
      case Success(var value) -> value;
      case Failure(var exception) -> throw TaskFailedException.of(exception);
      case Cancelled(var origin) -> throw TaskFailedException.of(new dev.treadle.Cancelled(origin));
    };
  }

  /// Returns whether the task returned a value.
  default boolean isSuccess() {
    return this instanceof Success;
  }
}
