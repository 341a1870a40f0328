package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VirtualSleepTest {

  @TreadleTest
  void virtualTimePasses(Simulation simulation) {
    VirtualSleep.sleep(Duration.ofDays(1));

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofDays(1));
  }

  @TreadleTest
  void anInterruptEndsItAndIsStillThere(Simulation simulation) {
    Thread.currentThread().interrupt();

    VirtualSleep.sleep(Duration.ofDays(1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @Test
  void realTimeIsRefused() {
    assertThatThrownBy(() -> VirtualSleep.sleep(Duration.ofDays(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("expected a thread of a simulation, got '");
  }
}
