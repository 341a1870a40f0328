package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Repeats a scenario on real virtual threads until its bug shows itself, and answers with the
/// number of runs.
///
/// What people do without a tool. If the time is over first, the answer is the number of runs done:
/// the true one is larger, so the comparison is then unfair to Treadle.
final class StressSearch {

  // A run takes microseconds; one that does not end in this time never will.
  private static final Duration STUCK = Duration.ofSeconds(1);

  private StressSearch() {}

  public static void main(String[] words) throws InterruptedException {
    var bug = Bug.valueOf(words[0]);
    long end = System.nanoTime() + Measuring.ordered().time().toNanos();
    int runs = 1;
    while (!shows(bug) && System.nanoTime() < end) {
      runs++;
    }
    Measuring.report(runs);
    // Stuck virtual threads do not keep the JVM alive.
  }

  private static boolean shows(Bug bug) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var run = Thread.ofVirtual().start(() -> attempt(bug, failure));
    return !run.join(STUCK) || failure.get() != null;
  }

  private static void attempt(Bug bug, AtomicReference<@Nullable Throwable> failure) {
    try {
      bug.attempt(Thread.ofVirtual().factory());
    } catch (AssertionError | InterruptedException shown) {
      failure.set(shown);
    }
  }
}
