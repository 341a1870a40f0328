package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Rounds;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// The sleep of [Workload#SLEEP]: half a second, or for as long as their heap is looked at.
public final class Asleep {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration UNTIL_PARKED = Duration.ofSeconds(1);
  private static final int COLLECTIONS = 3;

  private static final LongAdder BEGUN = new LongAdder();
  private static volatile Duration duration = SHORT;

  private Asleep() {}

  /// Counts the calling task as about to sleep and returns for how long it shall.
  public static Duration now() {
    BEGUN.increment();
    return duration;
  }

  /// Starts a round and looks at the heap while all its tasks sleep.
  ///
  /// @throws Exception if a task failed instead
  static double bytesPerTask(Rounds rounds) throws Exception {
    duration = Workload.FAR;
    long before = liveBytes();
    var round = rounds.start();
    while (BEGUN.sum() < rounds.count() && !round.isDone()) {
      Thread.sleep(10);
    }
    Thread.sleep(UNTIL_PARKED);
    double bytes = (double) (liveBytes() - before) / rounds.count();
    if (round.isDone()) {
      throw new AssertionError("expected tasks to be asleep, got " + round.get() + " that woke up");
    }
    return bytes;
  }

  private static long liveBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
