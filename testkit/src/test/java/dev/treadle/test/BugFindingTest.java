package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class BugFindingTest {

  private static final int SEEDS = 200;

  @ParameterizedTest
  @EnumSource
  void randomSchedulesFindTheBugAndItsTokenRepeatsIt(PlantedBug bug) {
    var failure = find(bug, Strategy.RANDOM);

    assertThatTokenRepeats(failure, bug);
  }

  @ParameterizedTest
  @EnumSource
  void pctFindsTheBugAndItsTokenRepeatsIt(PlantedBug bug) {
    var failure = find(bug, Strategy.PCT);

    assertThatTokenRepeats(failure, bug);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "LOST_UPDATE") // yields of its own accord
  void aSingleRunInOrderDoesNotSeeTheBug(PlantedBug bug) {
    assertThatCode(() -> Simulation.run(bug)).doesNotThrowAnyException();
  }

  @Test
  void withoutRacePointsAnUnsynchronizedFieldLooksRight() {
    assertThat(Simulation.explore(SEEDS, PlantedBug.UNSYNCHRONIZED_FIELD).runs()).isEqualTo(SEEDS);
  }

  @Test
  void theFixedCacheOpensOneSessionUnderEverySeed() {
    Simulation.explore(
        SEEDS,
        _ -> {
          var opened = new AtomicInteger();
          var cache =
              new SessionCache(user -> new SessionCache.Session(user, opened.incrementAndGet()));

          PlantedBug.inParallel(() -> cache.onlySessionOf("ann"));

          assertThat(opened).hasValue(1);
        });
  }

  private static Throwable find(PlantedBug bug, Strategy strategy) {
    var failure =
        catchThrowable(
            () -> Simulation.explore(SEEDS, s -> bug.settings(s).withStrategy(strategy), bug));
    assertThat(failure).as("found within %d seeds", SEEDS).isInstanceOf(AssertionError.class);
    return failure;
  }

  private static void assertThatTokenRepeats(Throwable failure, PlantedBug bug) {
    var schedule = FailedSchedule.of(failure).orElseThrow();
    for (int i = 0; i < 100; i++) {
      var again = catchThrowable(() -> Simulation.replay(schedule.token(), bug::settings, bug));

      assertThat(again).hasSameClassAs(failure);
      assertThat(course(again)).isEqualTo(course(failure));
      assertThat(FailedSchedule.of(again).orElseThrow()).hasMessage(schedule.getMessage());
    }
  }

  /// A report without its stack lines, of which the JIT moves the one where a monitor is entered.
  private static String course(Throwable failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\n      at .*", "");
  }
}
