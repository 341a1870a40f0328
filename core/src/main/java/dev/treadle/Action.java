package dev.treadle;

/// Work that returns nothing and may throw; a [Body] without a value.
///
/// @param <X> the one checked exception it may throw; inferred as [RuntimeException] if there is
///   none
@FunctionalInterface
public interface Action<X extends Exception> {

  /// Does the work.
  ///
  /// @throws X as the work likes
  void run() throws X;
}
