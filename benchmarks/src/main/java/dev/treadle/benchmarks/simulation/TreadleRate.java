package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.test.Simulation;
import java.time.Duration;

/// Treadle's seeds a second for [FourTasks], on virtual threads, sleeps included.
final class TreadleRate {

  private static final int BATCH = 1000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private long nextSeed;

  private TreadleRate() {}

  public static void main(String[] words) throws Exception {
    Measuring.ordered().reportRate(new TreadleRate()::batch);
  }

  private long batch() {
    long first = nextSeed;
    nextSeed += BATCH;
    Simulation.explore(BATCH, settings -> settings.withSeed(first), TreadleRate::once);
    return BATCH;
  }

  static void once(Simulation simulation) throws InterruptedException {
    new FourTasks(PAUSE).run(Thread.ofVirtual().factory());
  }
}
