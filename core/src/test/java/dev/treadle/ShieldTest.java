package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class ShieldTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- What it keeps out

  @TreadleTest(explore = 10_000)
  void cleanupMayWaitInIt() {
    moveOnAfter(
        SECOND,
        () -> {
          try {
            sleep(HOUR);
          } finally {
            shield(SECOND.multipliedBy(2), () -> sleep(SECOND));
            log.add("cleaned");
          }
        });

    assertThat(log).containsExactly("cleaned");
  }

  @TreadleTest(explore = 10_000)
  void waitsOfTheJdkAreNotInterruptedInIt() throws InterruptedException {
    moveOnAfter(
        SECOND,
        () ->
            shield(
                SECOND.multipliedBy(2),
                () -> log.add(new CountDownLatch(1).await(2, TimeUnit.SECONDS))));

    assertThat(log).containsExactly(false);
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Strand", "dev.treadle.Scope", "dev.treadle.Shield"})
  void noInterruptGetsIntoItAndNoneIsLostBehindIt(Simulation simulation) {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            for (int i = 0; i < 2; i++) {
              shield(HOUR, () -> log.add(Thread.currentThread().isInterrupted()));
            }
            new CountDownLatch(1).await();
          });
      group.start(() -> task.cancel("enough"));
    });

    assertThat(log).containsExactly(false, false);
    assertThat(simulation.clock().elapsed()).isZero(); // without the help of a repeated interrupt
  }

  @TreadleTest(explore = 10_000)
  void aGroupInItIsLeftAlone() {
    moveOnAfter(
        SECOND,
        () ->
            shield(
                HOUR,
                () ->
                    TaskGroup.run(group ->
                        group.start(() -> {
                          sleep(SECOND.multipliedBy(2));
                          log.add("done");
                        }))));

    assertThat(log).containsExactly("done");
  }

  @TreadleTest
  void aTimeoutInItIsItsOwn() {
    moveOnAfter(SECOND, () -> shield(HOUR, () -> log.add(moveOnAfter(SECOND, () -> sleep(HOUR)))));

    assertThat(log).containsExactly(false);
  }

  // --- For how long

  @TreadleTest(explore = 10_000)
  void whileNothingIsCancelledItHasNoLimit(Simulation simulation) {
    int value =
        timeout(
            HOUR.multipliedBy(3),
            () ->
                shield(
                    SECOND,
                    () -> {
                      sleep(HOUR.multipliedBy(2));
                      return 7;
                    }));

    assertThat(value).isEqualTo(7);
    assertThat(simulation.clock().elapsed()).isEqualTo(HOUR.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void itsTimeBeginsWhenACancellationArrives(Simulation simulation) {
    assertThatThrownBy(
            () -> timeout(SECOND.multipliedBy(3), () -> shield(SECOND, () -> sleep(HOUR))))
        .isInstanceOf(TaskTimeoutException.class)
        .cause()
        .hasMessage("deadline passed (timeout of PT3S was cancelled by its timer)");

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(4));
  }

  @TreadleTest(explore = 10_000)
  void itsTimeBeginsAtOnceIfTheTaskIsCancelledAlready(Simulation simulation) {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      shield(
          SECOND,
          () -> {
            log.add(catchThrowable(() -> sleep(HOUR)));
            log.add(catchThrowable(() -> checkpoint()));
          });
    });

    assertThat(log).hasOnlyElementsOfType(Cancelled.class).hasSize(2);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void aSecondCancellationDoesNotBeginItAnew(Simulation simulation) {
    timeoutInTimeout(
        SECOND, SECOND.multipliedBy(2), () -> shield(SECOND.multipliedBy(3), () -> sleep(HOUR)));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(4));
  }

  @TreadleTest
  void withNoGraceTheFirstWaitThrows(Simulation simulation) {
    moveOnAfter(SECOND, () -> shield(Duration.ZERO, () -> sleep(HOUR)));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void whenItsTimeIsOverItsGroupsAreCancelledToo(Simulation simulation) {
    moveOnAfter(
        SECOND, () -> shield(SECOND, () -> TaskGroup.run(group -> group.start(() -> sleep(HOUR)))));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void inAnotherShieldItsTimeIsAddedToTheOuterOnes(Simulation simulation) {
    moveOnAfter(
        SECOND,
        () ->
            shield(
                SECOND.multipliedBy(2),
                () ->
                    shield(
                        SECOND.multipliedBy(4),
                        () -> {
                          log.add(CancelScope.current().deadline().remaining());
                          sleep(HOUR);
                        })));

    assertThat(log).containsExactly(SECOND.multipliedBy(7));
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(7));
  }

  @TreadleTest
  void theDeadlineInItIsTheOuterOneAndTheGrace() {
    timeout(
        SECOND.multipliedBy(3),
        () ->
            shield(
                SECOND.multipliedBy(2),
                () -> {
                  log.add(CancelScope.current().deadline().remaining());
                  timeout(SECOND, () -> log.add(CancelScope.current().deadline().remaining()));
                  timeout(HOUR, () -> log.add(CancelScope.current().deadline().remaining()));
                }));

    assertThat(log).containsExactly(SECOND.multipliedBy(5), SECOND, SECOND.multipliedBy(5));
  }

  @TreadleTest
  void aDeadlineOfItsOwnDoesNotMakeItLonger(Simulation simulation) {
    moveOnAfter(
        SECOND,
        () ->
            shield(
                SECOND,
                () -> {
                  CancelScope.current().deadline(Deadline.in(HOUR));
                  sleep(HOUR.multipliedBy(2));
                }));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  // --- At its end

  @TreadleTest(explore = 10_000)
  void itsValueIsNotDroppedAndTheNextWaitThrows() {
    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () -> {
                  log.add(shield(HOUR, () -> valueAfter(SECOND.multipliedBy(2))));
                  log.add("goes on");
                  sleep(HOUR);
                }))
        .isInstanceOf(TaskTimeoutException.class)
        .hasCauseInstanceOf(Cancelled.class);

    assertThat(log).containsExactly(7, "goes on");
  }

  @TreadleTest(explore = 10_000)
  void aValueInSpiteOfItsOwnEndIsNotDroppedEither() {
    var value = new AtomicBoolean();
    moveOnAfter(
        SECOND,
        () ->
            value.set(
                shield(
                    SECOND,
                    () -> {
                      var _ = catchThrowable(() -> sleep(HOUR));
                      return true;
                    })));

    assertThat(value).isTrue();
    checkpoint();
  }

  @TreadleTest(explore = 10_000)
  void aWaitOfTheJdkBehindItIsInterrupted() {
    moveOnAfter(
        SECOND,
        () -> {
          shield(HOUR, () -> sleep(SECOND.multipliedBy(2)));
          log.add(catchThrowable(() -> new CountDownLatch(1).await()));
        });

    assertThat(log).hasOnlyElementsOfType(InterruptedException.class).hasSize(1);
  }

  @TreadleTest(explore = 10_000)
  void whatWasThrownBeforeItIsNotSaidAgainBehindIt() throws InterruptedException {
    moveOnAfter(
        SECOND,
        () -> {
          try {
            sleep(HOUR);
          } finally {
            shield(HOUR, () -> sleep(SECOND));
            log.add(Thread.currentThread().isInterrupted());
            log.add(new CountDownLatch(1).await(5, TimeUnit.SECONDS));
            log.add(catchThrowable(() -> checkpoint()) instanceof Cancelled);
          }
        });

    assertThat(log).containsExactly(false, false, true);
  }

  @TreadleTest(explore = 10_000)
  void anInterruptThatWasThrownBeforeItIsNotSetAgainBehindItButRepeated(Simulation simulation)
      throws InterruptedException {
    moveOnAfter(
        SECOND,
        () -> {
          try {
            new CountDownLatch(1).await();
          } finally {
            shield(HOUR, () -> sleep(SECOND.multipliedBy(2)));
            log.add(Thread.currentThread().isInterrupted());
            log.add(catchThrowable(() -> new CountDownLatch(1).await()).getClass());
          }
        });

    assertThat(log).containsExactly(false, InterruptedException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(4));
  }

  @TreadleTest(explore = 10_000)
  void whenItsEndCutsAWaitOfTheJdkTheTaskUnwindsAsCancelled() {
    assertThatThrownBy(() ->
            TaskGroup.call(group -> {
              var task = group.start(() -> shield(SECOND, () -> new CountDownLatch(1).await()));
              task.cancel("enough");
              var _ = task.await();
              return true;
            }))
        .isInstanceOf(TaskFailedException.class)
        .rootCause()
        .isInstanceOf(Cancelled.class)
        .hasMessageStartingWith("enough (");
    checkpoint();
  }

  // --- By hand

  @TreadleTest(explore = 10_000)
  void whoCancelsItByHandFailsItsBlock() {
    assertThatThrownBy(() ->
            shield(
                HOUR,
                () -> {
                  CancelScope.current().cancel("changed my mind");
                  sleep(HOUR);
                }))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .hasMessageStartingWith("changed my mind (shield of PT1H was cancelled by ");
    checkpoint();
  }

  @TreadleTest
  void aGroupLeftOpenInItIsAMistake() {
    assertThatThrownBy(() -> shield(HOUR, () -> TaskGroup.open()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("(shield of PT1H)");
  }

  @TreadleTest
  @SuppressWarnings("NullAway") // the mistakes under test
  void badArgumentsAreMistakes() {
    assertThatThrownBy(() -> shield(SECOND.negated(), () -> sleep(HOUR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grace: expected a duration of zero or more, found PT-1S");
    assertThatThrownBy(() -> shield(null, () -> sleep(HOUR)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("grace");
    assertThatThrownBy(() -> shield(SECOND, (Action<RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }

  private static void timeoutInTimeout(
      Duration inner, Duration outer, Action<RuntimeException> body) {
    moveOnAfter(outer, () -> moveOnAfter(inner, body));
  }

  private static int valueAfter(Duration duration) {
    sleep(duration);
    return 7;
  }
}
