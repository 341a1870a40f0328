package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeoutAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Objects;

/// Deadlines whose timers are late: an alarm that rings finds all that have passed.
class AlarmTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @TreadleTest
  void theAlarmOfATaskAlsoStrikesForTheDeadlinesAroundTheTask(Simulation simulation) {
    var deadline = Deadline.in(SECOND);

    boolean ended =
        CancelScope.run(outer -> {
          withoutTimer(outer, deadline);
          TaskGroup.run(group -> group.start(() -> timeoutAt(deadline, () -> sleep(HOUR))));
        });

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Alarm", "dev.treadle.Scope", "dev.treadle.Strand"})
  void itStrikesOutermostFirst(Simulation simulation) {
    var deadline = Deadline.in(SECOND);

    boolean ended =
        CancelScope.run(outer -> {
          withoutTimer(outer, deadline);
          boolean innerEnded =
              CancelScope.run(inner -> {
                withoutTimer(inner, deadline);
                ringIn(SECOND);
                sleep(HOUR);
              });
          throw new AssertionError("expected the outer block to be cancelled, found " + innerEnded);
        });

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  private static void withoutTimer(CancelScope scope, Deadline deadline) {
    ((Scope) scope).initialDeadline(deadline.nanos());
  }

  private static void ringIn(Duration delay) {
    var alarm = Objects.requireNonNull(Strand.currentOrNull()).alarm();
    Thread.startVirtualThread(() -> {
      sleep(delay);
      alarm.run();
    });
  }
}
