package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Work that returns a value and may throw.
///
/// @param <T> what it returns
/// @param <X> the one checked exception it may throw; inferred as [RuntimeException] if there is
///   none
@FunctionalInterface
public interface Body<T extends @Nullable Object, X extends Exception> {

  /// Does the work.
  ///
  /// @throws X as the work likes
  T run() throws X;
}
