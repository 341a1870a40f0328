package dev.treadle.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// Runs test classes inside a test, as JUnit would.
final class Engine {

  private Engine() {}

  static EngineExecutionResults run(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute();
  }

  /// Runs with every class taken in, as by a `junit-platform.properties` of this content.
  static EngineExecutionResults runWithMode(Class<?> testClass, String mode) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
        .configurationParameter(SimulatedExtension.MODE, mode)
        .selectors(selectClass(testClass))
        .execute();
  }

  /// Returns the failures of tests and containers, in their order.
  static List<Throwable> failures(EngineExecutionResults results) {
    return failures(results.allEvents());
  }

  static Throwable onlyFailure(EngineExecutionResults results) {
    var failures = failures(results);
    if (failures.size() != 1) {
      throw new AssertionError("expected one failure, got " + failures);
    }
    return failures.getFirst();
  }

  private static List<Throwable> failures(Events events) {
    return events.failed().stream()
        .flatMap(
            event -> event.getPayload(org.junit.platform.engine.TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }
}
