package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Treadle.timeoutAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class TimeoutTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  // --- In time

  @TreadleTest
  void aBlockThatEndsInTimeReturnsItsValue(Simulation simulation) {
    int value =
        timeout(
            HOUR,
            () -> {
              sleep(SECOND);
              return 7;
            });

    assertThat(value).isEqualTo(7);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void whatTheBlockThrowsComesOutAsItself() {
    var failure = new IOException("boo");

    assertThatThrownBy(() -> timeout(HOUR, () -> fail(failure))).isSameAs(failure);
  }

  @TreadleTest
  void aBlockThatEndsInTimeLeavesNothingBehind(Simulation simulation) {
    for (int i = 0; i < 100; i++) {
      timeout(SECOND, () -> sleep(SECOND.dividedBy(2)));
    }

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(50));
  }

  // --- Too late

  @TreadleTest(explore = 10_000)
  void aBlockThatDoesNotEndInTimeIsCancelledAndReported() {
    assertThatThrownBy(() -> timeout(SECOND, () -> sleep(HOUR)))
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessage("expected to end within PT1S, and did not")
        .cause()
        .isInstanceOf(Cancelled.class)
        .hasMessage("deadline passed (timeout of PT1S was cancelled by its timer)");
  }

  @TreadleTest
  void theLimitIsInTheException(Simulation simulation) {
    var timedOut = timedOutIn(SECOND);

    assertThat(timedOut.limit()).isEqualTo(SECOND);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void theCauseOfATimeoutInAWaitOfTheJdkIsTheJdksException() {
    assertThatThrownBy(() -> timeout(SECOND, () -> new CountDownLatch(1).await()))
        .isInstanceOf(TaskTimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @TreadleTest
  void anotherFailureIsNotHiddenByThePassedDeadline() {
    var failure = new IOException("cannot clean up");

    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () -> {
                  assertThat(catchThrowable(() -> sleep(HOUR))).isInstanceOf(Cancelled.class);
                  throw failure;
                }))
        .isSameAs(failure);

    checkpoint();
  }

  @TreadleTest
  void afterATimeoutThatNobodyNoticedTheThreadIsAsBefore() {
    timeout(
        SECOND,
        () -> {
          var _ = catchThrowable(() -> sleep(HOUR));
        });

    checkpoint();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  // --- At the same moment

  @TreadleTest(explore = 10_000)
  void aValueThatComesAtTheVeryMomentIsReturnedOrTheTimeoutReportedAndNothingLeaks() {
    Integer value = null;
    try {
      value = timeout(SECOND, () -> valueAfter(SECOND));
    } catch (TaskTimeoutException timedOut) {
      assertThat(timedOut).hasCauseInstanceOf(Cancelled.class);
    }

    assertThat(value).isIn(null, 7);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    sleep(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void noInterruptLeaksFromARawWaitThatEndsAtTheVeryMoment() throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      try {
        timeout(SECOND, () -> never.await(1, TimeUnit.SECONDS));
      } catch (TaskTimeoutException timedOut) {
        assertThat(timedOut).hasCauseInstanceOf(InterruptedException.class);
      }
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    assertThat(never.await(1, TimeUnit.SECONDS)).isFalse();
  }

  // --- Nested

  @TreadleTest(explore = 10_000)
  void theFirstOfNestedDeadlinesStrikes() {
    var inner = new AtomicBoolean();

    var outer =
        catchThrowableOfType(
            TaskTimeoutException.class,
            () ->
                timeout(
                    SECOND.multipliedBy(2),
                    () -> {
                      inner.set(timedOutIn(SECOND).limit().equals(SECOND));
                      sleep(HOUR);
                    }));

    assertThat(inner).isTrue();
    assertThat(outer.limit()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void anOuterTimeoutIsNotTheInnerBlocksToReport() {
    var outer =
        catchThrowableOfType(
            TaskTimeoutException.class,
            () -> timeout(SECOND, () -> timeout(SECOND.multipliedBy(2), () -> sleep(HOUR))));

    assertThat(outer.limit()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void whoReportsIsDecidedWhenABlockIsLeftAndNotWhenItsTimeIsUp() {
    var inner = new AtomicReference<Throwable>();

    var outer =
        catchThrowableOfType(
            TaskTimeoutException.class,
            () ->
                timeout(
                    SECOND.multipliedBy(2),
                    () -> {
                      inner.set(
                          catchThrowable(
                              () -> timeout(SECOND, () -> cleanUpFor(SECOND.multipliedBy(2)))));
                      checkpoint();
                    }));

    assertThat(inner.get()).isInstanceOf(Cancelled.class);
    assertThat(outer.limit()).isEqualTo(SECOND.multipliedBy(2));
  }

  private static void cleanUpFor(Duration duration) {
    try {
      sleep(HOUR);
    } finally {
      Treadle.shield(HOUR, () -> sleep(duration));
    }
  }

  @TreadleTest(explore = 10_000)
  void whatAShieldKeepsOutDoesNotKeepAnInnerTimeoutFromReporting() {
    var inner = new AtomicReference<TaskTimeoutException>();

    Treadle.moveOnAfter(
        SECOND, () -> Treadle.shield(HOUR, () -> inner.set(timedOutIn(SECOND.multipliedBy(2)))));

    assertThat(inner.get().limit()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void onEqualDeadlinesTheOutermostThrows() {
    var deadline = Deadline.in(SECOND);

    assertThatThrownBy(() ->
            timeoutAt(
                deadline,
                () -> {
                  try {
                    timeoutAt(deadline, () -> sleep(HOUR));
                  } catch (TaskTimeoutException inner) {
                    throw new AssertionError("expected the outer timeout, found the inner", inner);
                  }
                }))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void onEqualDeadlinesTheOutermostThrowsInWhateverTaskItIs() {
    var deadline = Deadline.in(SECOND);

    Treadle.run(() -> {
      // Because of this one the outer alarm is set to the common deadline after the inner.
      timeout(SECOND.dividedBy(2), () -> checkpoint());
      assertThatThrownBy(() ->
              timeoutAt(
                  deadline,
                  () ->
                      TaskGroup.run(
                          group -> group.start(() -> timeoutAt(deadline, () -> sleep(HOUR))))))
          .isInstanceOf(TaskTimeoutException.class);
    });
  }

  @TreadleTest(explore = 10_000)
  void aChildIsCancelledWithTheBlockAroundItsGroup() {
    var said = new AtomicBoolean();

    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () ->
                    TaskGroup.run(group ->
                        group.start(() -> {
                          said.set(catchThrowable(() -> sleep(HOUR)) instanceof Cancelled);
                          checkpoint();
                        }))))
        .isInstanceOf(TaskTimeoutException.class);
    assertThat(said).isTrue();
  }

  @TreadleTest
  void anInnerTimeoutThatOnlyAnOuterOneOutlivedStaysWhatItIs() {
    // The inner block's failure is told by the inner block, although the outer one is cancelled
    // too.
    assertThatThrownBy(() ->
            timeout(
                SECOND.multipliedBy(2),
                () -> {
                  try {
                    timeout(SECOND, () -> new CountDownLatch(1).await());
                  } finally {
                    var _ = catchThrowable(() -> sleep(HOUR));
                  }
                }))
        .isInstanceOfSatisfying(
            TaskTimeoutException.class, inner -> assertThat(inner.limit()).isEqualTo(SECOND));
    checkpoint();
  }

  // --- Limits that are special

  @TreadleTest
  void withZeroTheBlockIsNotRun() {
    var ran = new AtomicBoolean();

    assertThatThrownBy(() -> timeout(Duration.ZERO, () -> ran.set(true)))
        .isInstanceOf(TaskTimeoutException.class)
        .hasMessage("expected to end within PT0S, and did not")
        .hasNoCause();
    assertThat(ran).isFalse();
  }

  @TreadleTest
  void withAPassedDeadlineTheBlockIsNotRun() {
    var ran = new AtomicBoolean();
    var deadline = Deadline.in(SECOND);
    sleep(SECOND);

    assertThatThrownBy(() -> timeoutAt(deadline, () -> ran.set(true)))
        .isInstanceOf(TaskTimeoutException.class)
        .hasNoCause();
    assertThat(ran).isFalse();
  }

  @TreadleTest
  void aDeadlineThatNeverComesIsNone(Simulation simulation) {
    timeoutAt(Deadline.never(), () -> sleep(HOUR));

    assertThat(simulation.clock().elapsed()).isEqualTo(HOUR);
  }

  @TreadleTest
  void aLimitTooLongForNanosecondsIsNone() {
    for (var limit :
        List.of(
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofNanos(Long.MAX_VALUE - 1),
            Duration.ofNanos(Long.MAX_VALUE / 2))) {
      assertThat(timeout(limit, () -> valueAfter(HOUR))).isEqualTo(7);
    }
  }

  @TreadleTest
  void aNegativeLimitIsAMistake() {
    assertThatThrownBy(() -> timeout(SECOND.negated(), () -> sleep(HOUR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: expected a duration of zero or more, found PT-1S");
    assertThatThrownBy(() -> timeout(Duration.ofSeconds(Long.MIN_VALUE), () -> sleep(HOUR)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @TreadleTest
  @SuppressWarnings("NullAway") // the mistake under test
  void withoutABlockOrALimitThereIsNoTimeout() {
    assertThatThrownBy(() -> timeout(SECOND, (Body<Integer, RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> timeout(null, () -> sleep(HOUR)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("duration");
    assertThatThrownBy(() -> timeoutAt(null, () -> sleep(HOUR)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("deadline");
  }

  // --- By hand

  @TreadleTest(explore = 10_000)
  void whoCancelsATimeoutsScopeByHandFailsItsBlock() {
    assertThatThrownBy(() ->
            timeout(
                HOUR,
                () -> {
                  CancelScope.current().cancel("changed my mind");
                  sleep(HOUR);
                }))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            Cancelled.class,
            cancelled -> {
              assertThat(cancelled.reason()).isEqualTo("changed my mind");
              assertThat(cancelled.origin().scope()).isEqualTo("timeout of PT1H");
              assertThat(cancelled.origin().site()).contains("TimeoutTest");
            });
    checkpoint();
  }

  @TreadleTest
  void aTimeoutCancelledByHandInAWaitOfTheJdkFailsWithTheReasonToo() {
    assertThatThrownBy(() ->
            timeout(
                HOUR,
                () -> {
                  CancelScope.current().cancel("changed my mind");
                  new CountDownLatch(1).await();
                }))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(Cancelled.class)
        .hasMessageStartingWith("changed my mind")
        .hasCauseInstanceOf(InterruptedException.class);
  }

  // --- Mistakes inside

  @TreadleTest(explore = 10_000)
  void aGroupLeftOpenInATimeoutThatPassedLeavesNoCancellationBehind() {
    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () -> {
                  Objects.requireNonNull(TaskGroup.open());
                  var _ = catchThrowable(() -> sleep(HOUR));
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is open still at the end of the block it was opened in");

    checkpoint();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static int valueAfter(Duration duration) {
    sleep(duration);
    return 7;
  }

  private static TaskTimeoutException timedOutIn(Duration limit) {
    return catchThrowableOfType(
        TaskTimeoutException.class, () -> timeout(limit, () -> sleep(HOUR)));
  }

  private static void fail(IOException failure) throws IOException {
    throw failure;
  }
}
