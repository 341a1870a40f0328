package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final long MEGABYTE = 1 << 20;

  @Test
  void twentyThousandSeedsDoNotGrowTheHeap() {
    explore(1_000);
    long before = usedMegabytes();

    explore(20_000);

    assertThat(usedMegabytes() - before).isLessThan(12);
  }

  private static void explore(int seeds) {
    Simulation.explore(
        seeds,
        _ -> {
          var latch = new CountDownLatch(2);
          PlantedBug.inParallel(latch::countDown);
          latch.await(1, TimeUnit.HOURS);
        });
  }

  private static long usedMegabytes() {
    var runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
  }
}
