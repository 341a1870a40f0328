package dev.treadle;

import java.time.Duration;
import java.util.Arrays;

/// A task that computes for ten milliseconds between two checkpoints, and how long a sleep of ten
/// milliseconds takes beside it, most times, in milliseconds.
final class LongComputation {

  private static final Duration STEP = Duration.ofMillis(10);
  private static final int SAMPLES = 21;

  private LongComputation() {}

  public static void main(String[] arguments) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> compute());
      var samples = new long[SAMPLES];
      group.start(() -> Arrays.setAll(samples, _ -> sleep())).await();
      Arrays.sort(samples);
      System.out.println(Duration.ofNanos(samples[SAMPLES / 2]).toMillis());
    });
  }

  private static void compute() {
    while (true) {
      long end = System.nanoTime() + STEP.toNanos();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      Treadle.checkpoint();
    }
  }

  private static long sleep() {
    long start = System.nanoTime();
    Treadle.sleep(STEP);
    return System.nanoTime() - start;
  }
}
