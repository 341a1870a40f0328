package dev.treadle;

import org.jspecify.annotations.Nullable;

/// How a task that [TaskGroup#startReady] started says that it is ready.
///
/// @param <T> what it hands to whoever started it: a port, a connection
public interface Started<T extends @Nullable Object> {

  /// Lets `startReady` return this value. From now on the task belongs to the group.
  ///
  /// @throws IllegalStateException if it was called before
  void with(T value);
}
