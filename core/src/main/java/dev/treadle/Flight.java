package dev.treadle;

import dev.treadle.internal.FlightEvents;
import jdk.jfr.FlightRecorder;

/// The way to JDK Flight Recorder.
///
/// To load an event class starts the recorder, which takes a tenth of a second. So ours are not
/// loaded before somebody else has started it; to ask for that costs a program two small classes.
final class Flight {

  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.jfr").isPresent()
          && (!Flight.class.getModule().isNamed()
              || Flight.class
                  .getModule()
                  .canRead(ModuleLayer.boot().findModule("jdk.jfr").orElseThrow()));

  private Flight() {}

  /// Whether anybody may be recording.
  static boolean isOn() {
    return PRESENT && FlightRecorder.isInitialized();
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
