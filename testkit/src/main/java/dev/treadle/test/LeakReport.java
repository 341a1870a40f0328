package dev.treadle.test;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for what a test left behind.
final class LeakReport {

  private LeakReport() {}

  static @Nullable SimulationFailure of(Simulator simulator) {
    var threads = simulator.liveTasks();
    var resources = simulator.resources.stillOpen();
    if (threads.isEmpty() && resources.isEmpty()) {
      return null;
    }
    var headline =
        "leak: the test ended, but left %d thread(s) and %d resource(s) behind; "
                .formatted(threads.size(), resources.size())
            + "join or close them, or start threads that may outlive the test with simulation.background()";
    var open =
        resources.stream()
            .map(description -> "\n  still open: " + description)
            .collect(Collectors.joining());
    return new SimulationFailure(
        SimulationFailure.Kind.LEAK, StuckReport.of(simulator).write(headline + open));
  }
}
