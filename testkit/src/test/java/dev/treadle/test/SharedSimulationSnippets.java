package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
// @start region="shared"
@Simulated(shared = true)
class SharedSimulationSnippets {

  static final AtomicInteger beats = new AtomicInteger();

  @BeforeAll
  static void startHeart(Simulation simulation) {
    simulation.background().start("heart", SharedSimulationSnippets::beat);
  }

  @Test
  @Order(1)
  void itBeatsOnceASecond() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(10).plusMillis(500));

    assertThat(beats).hasValue(10);
  }

  @Test
  @Order(2)
  void itGoesOnWhereTheLastTestLeftIt() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));

    assertThat(beats).hasValue(11);
  }

  // @end

  @AfterAll
  static void heartStillBeats() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));

    assertThat(beats).hasValue(12);
  }

  private static void beat() {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        beats.incrementAndGet();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
