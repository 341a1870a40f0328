package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Work done with a value, which returns nothing and may throw; a [Step] without a result.
///
/// @param <A> what it is given
/// @param <X> the one checked exception it may throw; inferred as [RuntimeException] if there is
///   none
@FunctionalInterface
public interface Each<A extends @Nullable Object, X extends Exception> {

  /// Does the work.
  ///
  /// @throws X as the work likes
  void accept(A value) throws X;
}
