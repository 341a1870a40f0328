package dev.treadle.benchmarks.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.World;
import org.junit.jupiter.api.Test;

class SeamAreaTest {

  private final SeamBenchmark benchmark = new SeamBenchmark();

  @Test
  void theComparedClocksAreTheSameClock() {
    long before = benchmark.plainClock();
    long seam = benchmark.seamClock();
    long after = benchmark.plainClock();

    assertThat(World.current().isSimulated()).isFalse();
    assertThat(seam - before).isNotNegative();
    assertThat(after - seam).isNotNegative();
  }

  @Test
  void theFaultPointNeverFiresHere() {
    assertThat(benchmark.seamFault()).isEqualTo(benchmark.plainFault()).isFalse();
  }
}
