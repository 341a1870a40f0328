package dev.treadle.test;

import dev.treadle.seam.CancellationSignal;
import java.util.List;

/// Assertions about failures that leave alone what is not the tested code's failure.
///
/// Assertions that catch every `Throwable` also catch what was meant for the test: an interrupt, a
/// cancellation on its way up to its scope, the simulation's verdict. The test then goes on as if
/// nothing had happened, and passes, fails later, or hangs. Prefer this to AssertJ's
/// `catchThrowable` and `assertThatThrownBy` wherever the body waits.
public final class Failures {

  /// What passes through unless the expected type is one of its kind.
  private static final List<Class<?>> PASSING =
      List.of(
          InterruptedException.class,
          CancellationSignal.class,
          SimulationFailure.class,
          SimulationAborted.class,
          AssertionError.class);

  private Failures() {}

  /// Runs a body that must fail and returns its failure.
  ///
  /// {@snippet class=dev.treadle.test.FailuresSnippets region=thrownBy lang=java}
  ///
  /// Passed on as they are: [InterruptedException], every [CancellationSignal], [SimulationFailure]
  /// and any other [AssertionError]; each is caught only if the expected type is a kind of it. To
  /// expect `Exception` is not to ask for an `InterruptedException`.
  ///
  /// @param expected the failure's class or one above it
  /// @throws AssertionError if nothing is thrown, or something else, which is then the cause
  /// @throws InterruptedException if the body throws one and it was not asked for
  public static <X extends Throwable> X thrownBy(Class<X> expected, TestBody body)
      throws InterruptedException {
    try {
      body.run();
    } catch (Throwable thrown) {
      if (passes(thrown, expected)) {
        throw Sneaky.rethrow(thrown);
      }
      if (expected.isInstance(thrown)) {
        return expected.cast(thrown);
      }
      throw new AssertionError("expected " + expected.getName() + ", but got " + thrown, thrown);
    }
    throw new AssertionError("expected " + expected.getName() + ", but nothing was thrown");
  }

  /// Returns whether a throwable is none of the business of who expects this type.
  static boolean passes(Throwable thrown, Class<?> expected) {
    return PASSING.stream()
        .filter(kind -> kind.isInstance(thrown))
        .anyMatch(kind -> !(kind.isAssignableFrom(expected) && expected.isInstance(thrown)));
  }
}
