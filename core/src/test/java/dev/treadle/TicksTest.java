package dev.treadle;

import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// `after` and `every`.
class TicksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ConcurrentLinkedQueue<Long> ticks = new ConcurrentLinkedQueue<>();

  private void tick(Simulation simulation) {
    ticks.add(simulation.clock().elapsed().toMillis());
  }

  @TreadleTest
  void afterBeginsWhenTheDelayIsOverAndTheGroupWaitsForIt(Simulation simulation) {
    TaskGroup.run(group -> {
      group.after(Duration.ofSeconds(3), () -> tick(simulation));
      group.after(Duration.ZERO, () -> tick(simulation));
    });

    assertThat(ticks).containsExactly(0L, 3000L);
  }

  @TreadleTest(explore = 10_000)
  void afterIsCancelledWithItsGroup(Simulation simulation) {
    TaskGroup.run(group -> {
      group.after(Duration.ofHours(1), () -> tick(simulation));
      group.cancel("enough");
    });

    assertThat(ticks).isEmpty();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void afterMayBeCancelledAlone(Simulation simulation) {
    TaskGroup.run(
        group -> group.after(Duration.ofHours(1), () -> tick(simulation)).cancel("not needed"));

    assertThat(ticks).isEmpty();
  }

  @TreadleTest
  void afterALongTimeIsNever(Simulation simulation) {
    TaskGroup.run(group -> {
      group.after(Duration.ofSeconds(Long.MAX_VALUE), () -> tick(simulation));
      seconds(1);
      group.cancel("enough");
    });

    assertThat(ticks).isEmpty();
  }

  @TreadleTest
  void everyBeginsAfterOnePeriodAndEndsWithTheGroup(Simulation simulation) {
    TaskGroup.run(group -> {
      group.every(SECOND, () -> tick(simulation));
      Treadle.sleep(Duration.ofMillis(3500));
    });

    assertThat(ticks).containsExactly(1000L, 2000L, 3000L);
  }

  @TreadleTest
  void aPeriodTooLongToCountIsNever(Simulation simulation) {
    seconds(1); // so that the first tick would be beyond what can be counted
    TaskGroup.run(group -> {
      group.every(Duration.ofSeconds(Long.MAX_VALUE), () -> tick(simulation));
      seconds(1);
    });

    assertThat(ticks).isEmpty();
  }

  @TreadleTest
  void neitherIsAnotherTickIfTheFirstTookTooLongToCome(Simulation simulation) {
    var centuries = Duration.ofNanos(Long.MAX_VALUE / 5 * 3);
    TaskGroup.run(group -> {
      group.every(centuries, () -> tick(simulation));
      Treadle.sleep(centuries.plusDays(1));
    });

    assertThat(ticks).containsExactly(centuries.toMillis());
  }

  @TreadleTest
  void aTickThatComesWhileTheLastIsAtWorkIsSkipped(Simulation simulation) {
    TaskGroup.run(group -> {
      group.every(
          SECOND,
          () -> {
            tick(simulation);
            Treadle.sleep(Duration.ofMillis(2500));
          });
      Treadle.sleep(Duration.ofMillis(8500));
    });

    assertThat(ticks).containsExactly(1000L, 4000L, 7000L);
  }

  @TreadleTest
  void aClockThatJumpsMakesNoBurst(Simulation simulation) {
    simulation.clock().autojump(false);
    TaskGroup.run(group -> {
      group.every(SECOND, () -> tick(simulation));
      simulation.awaitBlocked();
      simulation.clock().jump(Duration.ofMillis(5500));
      simulation.clock().advance(SECOND);
    });

    assertThat(ticks).containsExactly(5500L, 6000L);
  }

  @TreadleTest(explore = 10_000)
  void everyObeysASoftStop(Simulation simulation) {
    TaskGroup.run(group -> {
      group.every(SECOND, () -> tick(simulation));
      group.start(() -> seconds(5));
      Treadle.sleep(Duration.ofMillis(2500));
      group.cancel("closing", Duration.ofSeconds(60));
    });

    assertThat(ticks).containsExactly(1000L, 2000L);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
  }

  @TreadleTest(explore = 10_000)
  void aSoftStopLetsATickFinish(Simulation simulation) {
    TaskGroup.run(group -> {
      group.every(
          SECOND,
          () -> {
            seconds(3);
            tick(simulation);
          });
      group.start(() -> seconds(10));
      seconds(2);
      group.cancel("closing", Duration.ofSeconds(60));
    });

    assertThat(ticks).containsExactly(4000L);
  }

  @TreadleTest(explore = 10_000)
  void aSoftStopOfAGroupInsideIsNoReasonToTick(Simulation simulation) {
    TaskGroup.run(outer -> {
      outer.every(Duration.ofSeconds(10), () -> tick(simulation));
      TaskGroup.run(inner -> {
        seconds(1);
        inner.cancel("closing", Duration.ofSeconds(60));
      });
      seconds(10);
    });

    assertThat(ticks).containsExactly(10_000L);
  }

  @TreadleTest(explore = 10_000)
  void aFailureInATickFailsTheGroup() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.every(SECOND, () -> fail("tick"));
              forEver();
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: tick");
  }

  @TreadleTest
  void durationsAreChecked() {
    TaskGroup.run(group -> {
      assertThatThrownBy(() -> group.after(Duration.ofMillis(-1), () -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("delay: expected a duration of zero or more, found PT-0.001S");
      for (var period : List.of(Duration.ZERO, Duration.ofSeconds(-2))) {
        assertThatThrownBy(() -> group.every(period, () -> {}))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("period: expected a duration above zero, found " + period);
      }
    });
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefused() {
    TaskGroup.run(group -> {
      assertThatThrownBy(() -> group.after(SECOND, null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("body");
      assertThatThrownBy(() -> group.every(SECOND, null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("body");
      assertThatThrownBy(() -> group.every(null, () -> {}))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("period");
    });
  }
}
