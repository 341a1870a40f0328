package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import org.junit.jupiter.api.Test;

/// What is wrong in [SharedState], found.
class SharedStateTest {

  private static final String HERE = "dev.treadle.examples.patterns";

  // @start region="find"
  // Run with @TreadleTest(explore = 10_000, racePoints = "your.package")
  static void everyVisitIsCounted() {
    var counter = new SharedState.Counter();

    gather(() -> counter.visit(), () -> counter.visit());

    assertThat(counter.visits()).isEqualTo(2);
  }

  // @end region="find"

  @Test
  void explorationFindsTheLostVisit() {
    assertThatThrownBy(() ->
            Simulation.explore(
                100, settings -> settings.withRacePoints(HERE), _ -> everyVisitIsCounted()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected: 2")
        .hasMessageContaining("but was: 1");
  }

  @TreadleTest(explore = 1_000, racePoints = HERE)
  void theGuardedCounterLosesNone() {
    var counter = new SharedState.SafeCounter();

    gather(() -> counter.visit(), () -> counter.visit());

    assertThat(counter.visits()).isEqualTo(2);
  }
}
