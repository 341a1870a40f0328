package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Work that turns one value into another and may throw.
///
/// @param <A> what it is given
/// @param <T> what it returns
/// @param <X> the one checked exception it may throw; inferred as [RuntimeException] if there is
///   none
@FunctionalInterface
public interface Step<A extends @Nullable Object, T extends @Nullable Object, X extends Exception> {

  /// Does the work.
  ///
  /// @throws X as the work likes
  T apply(A value) throws X;
}
