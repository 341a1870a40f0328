package dev.treadle;

import dev.treadle.internal.FlightEvents;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

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
