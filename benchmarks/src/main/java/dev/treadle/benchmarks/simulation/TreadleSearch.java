package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.test.FailedSchedule;
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationSettings;
import org.jspecify.annotations.Nullable;

/// Explores seeds until a bug is found, and answers with their number, or with `millis` as the
/// second word with the milliseconds since the JVM started.
final class TreadleSearch {

  static final String MILLIS = "millis";
  private static final int SEEDS = 10_000;
  private static final String HERE = TreadleSearch.class.getPackageName();

  private TreadleSearch() {}

  public static void main(String[] words) {
    var bug = Bug.valueOf(words[0]);
    // Far apart, so that no two rounds look at the same seeds.
    long first = Measuring.ordered().round() * 1_000_000_000L;
    long found = firstFailing(bug, first) - first + 1;
    if (words.length > 1 && words[1].equals(MILLIS)) {
      Measuring.reportMillisSinceStart();
    } else {
      Measuring.report((double) found);
    }
  }

  static long firstFailing(Bug bug, long firstSeed) {
    try {
      Simulation.explore(
          SEEDS,
          settings -> settings(bug, settings).withSeed(firstSeed),
          _ -> bug.attempt(Thread.ofVirtual().factory()));
    } catch (AssertionError found) {
      return seed(found);
    }
    throw new AssertionError("expected to find " + bug + ", not found in " + SEEDS + " seeds");
  }

  private static SimulationSettings settings(Bug bug, SimulationSettings settings) {
    return bug == Bug.LOST_UPDATE ? settings : settings.withRacePoints(HERE);
  }

  private static long seed(AssertionError failure) {
    @Nullable FailedSchedule schedule = FailedSchedule.of(failure).orElse(null);
    if (schedule == null) {
      throw new AssertionError("expected a failure with a schedule, got one without", failure);
    }
    return schedule.seed();
  }
}
