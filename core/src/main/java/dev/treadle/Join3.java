package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Joins three values into one; a constructor of a record often fits.
///
/// @param <A> the first
/// @param <B> the second
/// @param <C> the third
/// @param <R> what they make
@FunctionalInterface
public interface Join3<
    A extends @Nullable Object,
    B extends @Nullable Object,
    C extends @Nullable Object,
    R extends @Nullable Object> {

  /// Joins the three.
  R apply(A a, B b, C c);
}
