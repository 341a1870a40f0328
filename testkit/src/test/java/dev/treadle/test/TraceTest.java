package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

class TraceTest {

  @TreadleTest
  void showsWhoRanWhen(Simulation simulation) throws InterruptedException {
    Thread.ofVirtual().name("child").start(() -> {}).join();
    Thread.sleep(5);

    assertThat(simulation.trace().last())
        .containsExactly(
            new Trace.Step(0, "main", Duration.ZERO),
            new Trace.Step(1, "child", Duration.ZERO),
            new Trace.Step(2, "main", Duration.ZERO));
  }

  @TreadleTest
  void growsWithEveryStep(Simulation simulation) {
    var before = simulation.trace();
    Thread.yield();
    var after = simulation.trace();

    assertThat(after.steps()).isEqualTo(before.steps() + 1);
    assertThat(after.hash()).isNotEqualTo(before.hash());
  }

  @TreadleTest
  void threadsWithoutANameHaveANumber(Simulation simulation) throws InterruptedException {
    Thread.startVirtualThread(() -> {}).join();

    assertThat(simulation.trace().last().get(1).thread()).isEqualTo("thread-1");
  }
}
