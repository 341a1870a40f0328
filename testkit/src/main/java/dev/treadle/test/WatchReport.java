package dev.treadle.test;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for a simulation that does not come to an end in real time.
final class WatchReport {

  private static final int FRAMES = 20;

  private WatchReport() {}

  /// @param still how long one simulated thread has been running without a step, or `null` if there
  ///   is progress
  /// @param timeout the real time that was allowed
  static SimulationFailure of(
      Thread carrier, @Nullable Simulator simulator, @Nullable Duration still, Duration timeout) {
    var running = simulator == null ? null : simulator.current();
    if (running != null && still != null) {
      return new SimulationFailure(
          SimulationFailure.Kind.STALL,
          "'%s' has run for %s of real time without giving way: a loop that never waits, or a wait that the"
                  .formatted(running, still.truncatedTo(ChronoUnit.MILLIS))
              + " simulation cannot see (native code, a class initialiser, a file); its stack:\n"
              + frames(running.thread.getStackTrace())
              + "\n  and its carrier's:\n"
              + frames(carrier.getStackTrace()));
    }
    return new SimulationFailure(
        SimulationFailure.Kind.TIMEOUT,
        "not finished after %s of real time, at step %d; raise the timeout or explore fewer seeds; carrier's stack:\n%s"
            .formatted(
                timeout,
                simulator == null ? 0 : simulator.steps(),
                frames(carrier.getStackTrace())));
  }

  private static String frames(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .limit(FRAMES)
        .map(frame -> "      at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
