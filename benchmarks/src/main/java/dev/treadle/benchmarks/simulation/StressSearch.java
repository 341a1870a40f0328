package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Repeats a scenario on real virtual threads until its bug shows itself, a few times over, and
/// answers with the median number of runs.
///
/// What people do without a tool. If the time is over first, the number of runs done counts: the
/// true one is larger, so the comparison is then unfair to Treadle. The first search finds some
/// bugs soon, as classes are loaded between the threads' steps; it counts like the others.
final class StressSearch {

  private static final int SEARCHES = 5;
  // A run takes microseconds.
  private static final Duration LONG = Duration.ofMillis(20);

  private StressSearch() {}

  public static void main(String[] words) throws InterruptedException {
    var bug = Bug.valueOf(words[0]);
    long end = System.nanoTime() + Measuring.ordered().time().toNanos();
    var counts = new ArrayList<Integer>();
    do {
      counts.add(runsUntilShown(bug, end));
    } while (counts.size() < SEARCHES && System.nanoTime() < end);
    counts.sort(null);
    Measuring.report(counts.get(counts.size() / 2));
    // Stuck virtual threads do not keep the JVM alive.
  }

  private static int runsUntilShown(Bug bug, long end) throws InterruptedException {
    int runs = 1;
    while (!shows(bug) && System.nanoTime() < end) {
      runs++;
    }
    return runs;
  }

  static boolean shows(Bug bug) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var tasks = new ObservedThreads();
    var run = Thread.ofVirtual().start(() -> attempt(bug, tasks, failure));
    boolean stuckBefore = false;
    while (!run.join(LONG)) {
      // Twice: a look at several threads is not one moment.
      boolean stuck = tasks.areStuck();
      if (stuck && stuckBefore) {
        return true;
      }
      stuckBefore = stuck;
    }
    return failure.get() != null;
  }

  private static void attempt(
      Bug bug, ObservedThreads tasks, AtomicReference<@Nullable Throwable> failure) {
    try {
      bug.attempt(tasks);
    } catch (AssertionError | InterruptedException shown) {
      failure.set(shown);
    }
  }
}
