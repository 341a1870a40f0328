package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/// Lets Lincheck's model checking find a bug, and answers with the milliseconds since the JVM
/// started.
///
/// The same scenario as Treadle's, but on platform threads: Lincheck 3.7 does not support virtual
/// ones. Its time includes instrumenting classes and writing its report; Treadle's includes loading
/// the Java agent and writing its own.
final class LincheckSearch {

  private static final int INVOCATIONS = 10_000;

  private LincheckSearch() {}

  public static void main(String[] words) {
    var bug = Bug.valueOf(words[0]);
    try {
      Lincheck.runConcurrentTest(INVOCATIONS, () -> attempt(bug));
    } catch (LincheckAssertionError found) {
      Measuring.reportMillisSinceStart();
      return;
    }
    throw new AssertionError("expected to find " + bug + ", not found in " + INVOCATIONS);
  }

  private static void attempt(Bug bug) {
    try {
      bug.attempt(Threads.PLATFORM);
    } catch (InterruptedException unexpected) {
      throw new AssertionError("expected no interrupt, got one", unexpected);
    }
  }
}
