package dev.treadle;

import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;
import org.jspecify.annotations.Nullable;

/// The way to JDK Flight Recorder.
final class Flight {

  private Flight() {}

  /// Whether anybody may be recording.
  static boolean isOn() {
    return FlightSwitch.isOn();
  }

  /// A task begins. Returns what [#ended] wants; `null` if nobody is recording.
  static @Nullable Object started(Child<?> child) {
    return isOn() ? FlightEvents.taskStarted(child::path) : null;
  }

  static void ended(Object started, Child<?> child) {
    FlightEvents.taskEnded(started, child::path, () -> outcome(child.outcomeNow()));
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
