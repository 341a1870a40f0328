package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class TreadleTestTest {

  private final List<String> log = new ArrayList<>();
  private @org.jspecify.annotations.Nullable Thread fixture;

  @BeforeEach
  void setUp(Simulation simulation) throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));
    log.add("before at " + simulation.clock().elapsed());
    fixture = Thread.currentThread();
  }

  @AfterEach
  void tearDown(Simulation simulation) {
    assertThat(Thread.currentThread()).isSameAs(fixture);
    log.add("after at " + simulation.clock().elapsed());
    assertThat(log).hasSize(3);
  }

  @TreadleTest
  void fixturesAndTestShareOneSimulation(Simulation simulation) throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));
    log.add("test at " + simulation.clock().elapsed());

    assertThat(Thread.currentThread()).isSameAs(fixture);
    assertThat(log).containsExactly("before at PT1H", "test at PT2H");
  }

  @TreadleTest(explore = 500)
  void exploringRunsEverySeedInANewInstance(Simulation simulation) throws InterruptedException {
    var thread = Thread.startVirtualThread(() -> log.add("test"));
    thread.join();

    assertThat(log).containsExactly("before at PT1H", "test");
  }

  @TreadleTest(seeds = 3)
  void seedsGiveANodeEach(Simulation simulation) {
    log.add("test");

    assertThat(simulation.seed()).isBetween(0L, 2L);
  }
}
