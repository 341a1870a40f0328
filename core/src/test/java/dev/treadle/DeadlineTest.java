package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.time.Duration;

class DeadlineTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

  @TreadleTest
  void itComesNearerAndPasses() {
    var deadline = Deadline.in(SECOND.multipliedBy(2));

    sleep(SECOND);
    assertThat(deadline.remaining()).isEqualTo(SECOND);
    assertThat(deadline).hasToString("in PT1S");
    assertThat(deadline.hasPassed()).isFalse();

    sleep(SECOND);
    assertThat(deadline.hasPassed()).isTrue();
  }

  @TreadleTest
  void whatRemainsOfAPassedOneIsNothing() {
    var deadline = Deadline.in(SECOND);
    sleep(SECOND.multipliedBy(2));

    assertThat(deadline.remaining()).isZero();
    assertThat(deadline).hasToString("in PT0S");
  }

  @TreadleTest
  void neverIsNever() {
    assertThat(Deadline.never().isNever()).isTrue();
    assertThat(Deadline.never().hasPassed()).isFalse();
    assertThat(Deadline.never().remaining()).isEqualTo(FOREVER);
    assertThat(Deadline.never().plus(SECOND.negated())).isEqualTo(Deadline.never());
    assertThat(Deadline.never()).hasToString("never");
  }

  @TreadleTest
  void tooLateToSayIsNever() {
    assertThat(Deadline.in(LONGEST)).isEqualTo(Deadline.never());
    assertThat(Deadline.in(FOREVER)).isEqualTo(Deadline.never());
    assertThat(Deadline.in(SECOND).plus(LONGEST)).isEqualTo(Deadline.never());
  }

  @TreadleTest
  void howeverLongAgoIsPassed() {
    var longAgo = Deadline.in(SECOND).plus(Duration.ofSeconds(Long.MIN_VALUE));

    assertThat(longAgo.hasPassed()).isTrue();
    assertThat(longAgo.remaining()).isZero();
    CancelScope.run(scope -> {
      scope.deadline(longAgo);
      assertThat(scope.isCancelled()).isTrue();
    });
  }

  @TreadleTest
  void farAwayInEitherDirectionOfTheClockIsFarAway() {
    // The clock's origin is arbitrary: its numbers may be negative.
    assertThat(Durations.difference(Long.MAX_VALUE - 1, -10)).isEqualTo(Long.MAX_VALUE);
    assertThat(Durations.difference(Long.MIN_VALUE, 10)).isEqualTo(Long.MIN_VALUE);
    assertThat(Durations.difference(10, 3)).isEqualTo(7);
    assertThat(Durations.saturatedSum(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
  }

  @TreadleTest
  void itCanBeMovedBothWays() {
    var deadline = Deadline.in(SECOND);

    assertThat(deadline.plus(SECOND).remaining()).isEqualTo(SECOND.multipliedBy(2));
    assertThat(deadline.plus(SECOND.negated()).hasPassed()).isTrue();
  }

  @TreadleTest
  void theEarlierIsTheLesser() {
    var early = Deadline.in(SECOND);
    var late = early.plus(SECOND);

    assertThat(early).isLessThan(late).isLessThan(Deadline.never());
    assertThat(early)
        .isEqualByComparingTo(new Deadline(World.current().nanoTime() + 1_000_000_000));
  }

  @TreadleTest
  void aNegativeTimeFromNowIsAMistake() {
    assertThatThrownBy(() -> Deadline.in(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: expected a duration of zero or more, found PT-1S");
  }
}
