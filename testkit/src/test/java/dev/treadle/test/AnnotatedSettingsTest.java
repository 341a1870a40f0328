package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "2m, PT2M",
    "1h, PT1H",
    "1m30s, PT1M30S",
    "PT5S, PT5S",
    "' 7 ms', PT0.007S"
  })
  void timeoutsAreWrittenAsPeopleWriteThem(String text, Duration duration) {
    assertThat(AnnotatedSettings.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "soon", "ms", "5 minutes"})
  void otherTimeoutsAreRefused(String text) {
    assertThatThrownBy(() -> AnnotatedSettings.duration(text))
        .hasMessage(
            "timeout must be a duration such as '500ms', '30s' or '2m', got '" + text + "'");
  }

  @Test
  void everyAttributeBecomesASetting() throws Exception {
    var test = Attributes.class.getDeclaredMethod("all").getAnnotation(TreadleTest.class);

    assertThat(AnnotatedSettings.of(test))
        .isEqualTo(
            SimulationSettings.DEFAULT
                .withSeed(7)
                .withStrategy(Strategy.PCT)
                .withDepth(2)
                .withHermetic(false)
                .withTimeout(Duration.ofSeconds(5))
                .withRacePoints("com.example", "org.example")
                .withFaults(0.5));
  }

  static class Attributes {
    @TreadleTest(
        seed = 7,
        strategy = Strategy.PCT,
        depth = 2,
        hermetic = false,
        timeout = "5s",
        racePoints = {"com.example", "org.example"},
        faults = 0.5)
    void all() {}
  }

  @Test
  void withoutAttributesTheDefaultsHold() throws Exception {
    var test = Defaults.class.getDeclaredMethod("none").getAnnotation(TreadleTest.class);

    assertThat(AnnotatedSettings.of(test)).isEqualTo(SimulationSettings.DEFAULT);
  }

  static class Defaults {
    @TreadleTest
    void none() {}
  }

  @Test
  void simulatedHasTheSameDefaults() {
    var simulated = OnClass.class.getAnnotation(Simulated.class);

    assertThat(AnnotatedSettings.of(simulated)).isEqualTo(SimulationSettings.DEFAULT);
  }

  @Simulated
  static class OnClass {}

  @Test
  void badCombinationsFailTheTestWithWhatToChange() {
    assertThat(messages(NoSeeds.class))
        .isEqualTo("seeds must be at least 1 and explore at least 0, got seeds = 0, explore = 0");
    assertThat(messages(Both.class))
        .isEqualTo(
            "seeds (a node each) and explore (one node) exclude each other, got seeds = 2, explore = 3");
    assertThat(messages(RealAndExplored.class))
        .isEqualTo("realTime runs once, on the JDK's scheduler: it has no seeds to explore");
  }

  static class NoSeeds {
    @TreadleTest(seeds = 0)
    void test() {}
  }

  static class Both {
    @TreadleTest(seeds = 2, explore = 3)
    void test() {}
  }

  static class RealAndExplored {
    @TreadleTest(realTime = true, explore = 3)
    void test() {}
  }

  @Test
  void settingsWithoutEffectAreRefused() {
    assertThat(messages(RaceOnce.class))
        .isEqualTo(
            "racePoints have no effect on threads that run in order:"
                + " add explore = 1_000, the number of seeds to run");
    assertThat(messages(RaceInOrder.class))
        .isEqualTo(
            "racePoints have no effect on threads that run in order: leave out strategy = FIFO");
    assertThat(messages(DfsOnce.class))
        .isEqualTo(
            "strategy = DFS walks all schedules, and a single run has but one:"
                + " add explore = 10_000, the most schedules to run");
    assertThat(messages(DepthOfNothing.class))
        .isEqualTo(
            "depth is for strategy = PCT and strategy = DFS: add one of them, or leave out depth = 5");
    assertThat(messages(RealRace.class))
        .isEqualTo(
            "realTime has no schedule to choose and no faults: leave out strategy, racePoints and faults");
  }

  static class RaceOnce {
    @TreadleTest(racePoints = "com.acme")
    void test() {}
  }

  static class RaceInOrder {
    @TreadleTest(explore = 10, strategy = Strategy.FIFO, racePoints = "com.acme")
    void test() {}
  }

  static class DfsOnce {
    @TreadleTest(strategy = Strategy.DFS)
    void test() {}
  }

  static class DepthOfNothing {
    @TreadleTest(explore = 10, depth = 5)
    void test() {}
  }

  static class RealRace {
    @TreadleTest(realTime = true, racePoints = "com.acme")
    void test() {}
  }

  @Test
  void badValuesFailTheTestWithWhatWasGiven() {
    assertThat(messages(NoTime.class)).isEqualTo("timeout must be positive, got PT0S");
    assertThat(messages(BadFaults.class)).isEqualTo("faults must be from 0 to 1, got 2.0");
    assertThat(messages(BadDepth.class)).isEqualTo("depth must be at least 1 for PCT, got 0");
  }

  static class NoTime {
    @TreadleTest(timeout = "0s")
    void test() {}
  }

  static class BadFaults {
    @TreadleTest(faults = 2)
    void test() {}
  }

  static class BadDepth {
    @TreadleTest(strategy = Strategy.PCT, depth = 0)
    void test() {}
  }

  @Test
  void settingsRefuseWhatCannotBe() {
    assertThatThrownBy(() -> SimulationSettings.DEFAULT.withMaxSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxSteps must be at least 1, got 0");
    assertThatThrownBy(() -> SimulationSettings.DEFAULT.withDepth(-1))
        .hasMessage("depth must be at least 0 for AUTO, got -1");
    assertThatThrownBy(() -> Simulation.explore(0, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seeds must be at least 1, got 0");
  }

  private static String messages(Class<?> testClass) {
    return String.valueOf(Engine.onlyFailure(Engine.run(testClass)).getMessage());
  }
}
