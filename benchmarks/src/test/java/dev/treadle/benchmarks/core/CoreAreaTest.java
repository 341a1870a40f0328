package dev.treadle.benchmarks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.Parallelism;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreAreaTest {

  private final List<Claim> claims = new CoreArea().claims();

  @Test
  void everyClaimStandsThereWithAllProcessorsAndWithOne() {
    var names = claims.stream().map(Claim::name).toList();

    assertThat(names.subList(names.size() / 2, names.size()))
        .containsExactlyElementsOf(
            names.subList(0, names.size() / 2).stream().map(Parallelism.ONE::named).toList());
  }

  @Test
  void oneProcessorIsForEverySchedulerThere() throws Exception {
    var sides = Sides.of(Workload.MAP, Measure.NANOS, 7, Parallelism.ONE);

    assertThat(sides.treadle().command())
        .contains("-Djdk.virtualThreadScheduler.parallelism=1")
        .endsWith("MAP", "NANOS", "7");
    assertThat(sides.kotlin().command()).contains("-Dkotlinx.coroutines.scheduler.max.pool.size=1");
    assertThat(sides.go().command().getLast()).endsWith("GOMAXPROCS=1 target/go/core MAP NANOS 7");
  }

  @Test
  void anEventLoopIsChosenByAnArgument() {
    var sides = Sides.of(Workload.SPAWN, Measure.NANOS, 7, Parallelism.ALL);

    assertThat(sides.uvloop().command())
        .containsExactly(
            "python3",
            "-B",
            "src/main/python/core/asyncio_tasks.py",
            "uvloop",
            "SPAWN",
            "NANOS",
            "7");
  }
}
