package dev.treadle.test;

/// Lets a body's own checked exception out of a method that does not declare it: a test's failure
/// must come out as itself, and wrapping it would hide it.
final class Sneaky {

  private Sneaky() {}

  /// Never returns; the type is for the caller's `throw`.
  static RuntimeException rethrow(Throwable failure) {
    throw Sneaky.<RuntimeException>cast(failure);
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // erased: nothing is cast at run time
  private static <X extends Throwable> X cast(Throwable failure) throws X {
    throw (X) failure;
  }
}
