package dev.treadle.test;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/// Reads settings from annotations.
final class AnnotatedSettings {

  private AnnotatedSettings() {}

  static SimulationSettings of(TreadleTest test) {
    checkCombination(test);
    return SimulationSettings.DEFAULT
        .withSeed(test.seed())
        .withStrategy(test.strategy())
        .withDepth(test.depth())
        .withHermetic(test.hermetic())
        .withTimeout(duration(test.timeout()))
        .withRacePoints(test.racePoints())
        .withFaults(test.faults());
  }

  static SimulationSettings of(Simulated simulated) {
    return SimulationSettings.DEFAULT
        .withSeed(simulated.seed())
        .withHermetic(simulated.hermetic())
        .withTimeout(duration(simulated.timeout()))
        .withFaults(simulated.faults());
  }

  /// Reads `500ms`, `30s`, `2m`, `1h`, or the ISO form `PT30S`.
  static Duration duration(String text) {
    var iso = text.strip().toUpperCase(Locale.ROOT);
    if (iso.endsWith("MS")) {
      return millis(text, iso.substring(0, iso.length() - 2));
    }
    try {
      return Duration.parse(iso.startsWith("P") ? iso : "PT" + iso);
    } catch (DateTimeParseException e) {
      throw unreadable(text);
    }
  }

  private static Duration millis(String text, String number) {
    try {
      return Duration.ofMillis(Long.parseLong(number.strip()));
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static ExtensionConfigurationException unreadable(String text) {
    return new ExtensionConfigurationException(
        "timeout must be a duration such as '500ms', '30s' or '2m', got '" + text + "'");
  }

  private static void checkCombination(TreadleTest test) {
    if (test.seeds() < 1 || test.explore() < 0) {
      throw new ExtensionConfigurationException(
          "seeds must be at least 1 and explore at least 0, got seeds = %d, explore = %d"
              .formatted(test.seeds(), test.explore()));
    }
    if (test.seeds() > 1 && test.explore() > 0) {
      throw new ExtensionConfigurationException(
          "seeds (a node each) and explore (one node) exclude each other, got seeds = %d, explore = %d"
              .formatted(test.seeds(), test.explore()));
    }
    if (test.realTime()) {
      checkRealTime(test);
    } else {
      checkStrategy(test);
    }
  }

  private static void checkRealTime(TreadleTest test) {
    if (test.explore() > 0 || test.seeds() > 1) {
      throw new ExtensionConfigurationException(
          "realTime runs once, on the JDK's scheduler: it has no seeds to explore");
    }
    if (test.strategy() != Strategy.AUTO || test.racePoints().length > 0 || test.faults() != 0) {
      throw new ExtensionConfigurationException(
          "realTime has no schedule to choose and no faults: leave out strategy, racePoints and faults");
    }
  }

  /// Refuses settings that would have no effect and so pass for a test that is not made.
  private static void checkStrategy(TreadleTest test) {
    boolean inOrder =
        test.strategy() == Strategy.FIFO
            || (test.strategy() == Strategy.AUTO && test.explore() == 0 && test.seeds() == 1);
    if (inOrder && test.racePoints().length > 0) {
      throw new ExtensionConfigurationException(
          "racePoints have no effect on threads that run in order: "
              + (test.strategy() == Strategy.FIFO
                  ? "leave out strategy = FIFO"
                  : "add explore = 1_000, the number of seeds to run"));
    }
    if (test.strategy() == Strategy.DFS && test.explore() == 0) {
      throw new ExtensionConfigurationException(
          "strategy = DFS walks all schedules, and a single run has but one:"
              + " add explore = 10_000, the most schedules to run");
    }
    boolean usesDepth = test.strategy() == Strategy.PCT || test.strategy() == Strategy.DFS;
    if (!usesDepth && test.depth() != SimulationSettings.DEFAULT.depth()) {
      throw new ExtensionConfigurationException(
          "depth is for strategy = PCT and strategy = DFS: add one of them, or leave out depth = "
              + test.depth());
    }
  }
}
