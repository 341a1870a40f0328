package dev.treadle.test;

import java.util.Arrays;
import java.util.Optional;

/// Which run failed, and how to repeat it: attached to the failure of a simulated test as a
/// suppressed throwable.
///
/// The failure itself stays what it was.
public final class FailedSchedule extends Throwable {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String token;

  FailedSchedule(String message, long seed, String token) {
    super(message, null, false, false);
    this.seed = seed;
    this.token = token;
  }

  /// Returns the note that a simulation attached to a failure, if any; the last one, if the same
  /// throwable failed several.
  public static Optional<FailedSchedule> of(Throwable failure) {
    return Arrays.stream(failure.getSuppressed())
        .filter(FailedSchedule.class::isInstance)
        .map(FailedSchedule.class::cast)
        .reduce((_, last) -> last);
  }

  /// Returns the seed of the run.
  public long seed() {
    return seed;
  }

  /// Returns the schedule token: `-Dtreadle.replay=<token>`, or [Simulation#replay(String,
  /// Simulation.Body)].
  public String token() {
    return token;
  }

  static FailedSchedule describe(Run run, ScheduleToken token, String test) {
    var message =
        "seed %d (%s) failed at virtual time %s after %d steps; repeat exactly this run with "
            .formatted(run.simulator.seed, token.strategy(), run.elapsed(), run.steps());
    return new FailedSchedule(
        test.isEmpty()
            ? message + "Simulation.replay(\"" + token + "\", ...)"
            : test + ": " + message + "-Dtreadle.replay=" + token,
        run.simulator.seed,
        token.toString());
  }
}
