package dev.treadle;

import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;

/// The way to JDK Flight Recorder.
final class Flight {

  private Flight() {}

  /// Whether anybody may be recording.
  static boolean isOn() {
    return FlightSwitch.isOn();
  }

  /// Runs a task between the events of its start and its end.
  static void record(Child<?> child, Runnable body) {
    FlightEvents.task(child::path, body, () -> outcome(child.outcomeNow()));
  }

  private static String outcome(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Success<?> _ -> "success";
      case Outcome.Failure<?>(var exception) -> exception.getClass().getName();
      case Outcome.Cancelled<?> _ -> "cancelled";
    };
  }

  static void cancelled(Scope scope, Cancellation cancellation) {
    if (cancellation.byDeadline) {
      FlightEvents.timeout(scope.describe());
    } else {
      var origin = cancellation.origin;
      FlightEvents.cancellation(origin.scope(), origin.reason(), origin.site());
    }
  }

  static void swallowed(String task, String first, String again) {
    FlightEvents.swallowed(task, first, again);
  }

  static void ignoredInterrupt(String task, String place) {
    FlightEvents.ignoredInterrupt(task, place);
  }
}
