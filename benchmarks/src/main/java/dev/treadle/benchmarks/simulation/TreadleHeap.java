package dev.treadle.benchmarks.simulation;

import dev.treadle.benchmarks.Measuring;
import dev.treadle.test.Simulation;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Explores 100,000 seeds that do not fail, and answers with the megabytes of heap then alive.
///
/// It runs in a heap of the size that is promised, so that a higher peak on the way fails the side.
/// If the limit leaves too little time, as with `--quick`, it explores as many as that allows.
final class TreadleHeap {

  private static final int SEEDS = 100_000;
  private static final int WARMUP = 10_000;

  private TreadleHeap() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    explore(WARMUP);
    double nanosPerSeed = (double) (System.nanoTime() - start) / WARMUP;
    double affordable = Measuring.ordered().limit().toNanos() / nanosPerSeed / 2;
    explore((int) Math.min(SEEDS, affordable));
    System.gc();
    Measuring.report(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
  }

  private static void explore(int seeds) {
    Simulation.explore(
        seeds, settings -> settings.withTimeout(Duration.ofMinutes(10)), TreadleRate::once);
  }
}
