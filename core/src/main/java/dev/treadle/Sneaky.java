package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Throws on what a body threw: its type was checked where the body was written.
final class Sneaky {

  private Sneaky() {}

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> X rethrow(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /// The value of a body that has none, where the caller knows that nobody looks at it.
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <T extends @Nullable Object> T nothing() {
    return (T) null;
  }
}
