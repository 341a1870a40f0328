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

  /// How deep an assertion is looked for.
  private static final int MAX_CAUSES = 16;

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

  /// Returns the failed assertion a throwable stands for, or else the throwable itself.
  ///
  /// Whoever joins other threads throws what they died of as a cause: an assertion that failed
  /// there is to fail the test as itself, as if it had been in the test's own thread. What was
  /// around it is suppressed in it.
  static Throwable unwrapped(Throwable thrown) {
    if (thrown instanceof AssertionError) {
      return thrown;
    }
    var cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof AssertionError assertion) {
        assertion.addSuppressed(new Around(thrown, assertion));
        return assertion;
      }
      cause = cause.getCause();
    }
    return thrown;
  }

  /// Returns whether a throwable is none of the business of who expects this type.
  static boolean passes(Throwable thrown, Class<?> expected) {
    return PASSING.stream()
        .filter(kind -> kind.isInstance(thrown))
        .anyMatch(kind -> !(kind.isAssignableFrom(expected) && expected.isInstance(thrown)));
  }

  /// Where a failed assertion was joined, and what else failed there. Without a cause, because that
  /// would be the assertion in which this is suppressed.
  private static final class Around extends Throwable {

    private static final long serialVersionUID = 1L;

    Around(Throwable joined, AssertionError assertion) {
      super("it came out of another thread as " + joined.getClass().getName());
      setStackTrace(joined.getStackTrace());
      for (var other : joined.getSuppressed()) {
        if (other != assertion) {
          addSuppressed(other);
        }
      }
    }
  }
}
