package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class SleepTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @TreadleTest
  void itTakesItsTime(Simulation simulation) {
    sleep(SECOND);
    Treadle.run(() -> sleep(SECOND));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void aSleepOfNothingTakesNoTimeAndStillSaysThatTheTaskIsCancelled(Simulation simulation) {
    var goesOn = new AtomicInteger();

    CancelScope.run(scope -> {
      sleep(Duration.ZERO);
      goesOn.incrementAndGet();
      scope.cancel("enough");
      sleep(Duration.ZERO);
      goesOn.incrementAndGet();
    });

    assertThat(goesOn).hasValue(1);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void aSleepTooLongForNanosecondsEndsOnlyByACancellation(Simulation simulation) {
    assertThat(Treadle.moveOnAfter(SECOND, () -> sleep(Duration.ofSeconds(Long.MAX_VALUE))))
        .isFalse();
    assertThat(Treadle.moveOnAfter(SECOND, () -> sleep(Duration.ofNanos(Long.MAX_VALUE - 1))))
        .isFalse();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void aNegativeTimeIsAMistake() {
    assertThatThrownBy(() -> sleep(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: expected a duration of zero or more, found PT-1S");
  }

  @TreadleTest(explore = 10_000)
  void aSleepThatEndsAsItIsCancelledEndsOnce() {
    for (int i = 0; i < 3; i++) {
      Treadle.moveOnAfter(SECOND, () -> sleep(SECOND));
    }

    sleep(SECOND);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
