package dev.treadle.retry;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.resource.Resource;
import dev.treadle.resource.Warnings;
import dev.treadle.retry.Retry.Verdict;
import dev.treadle.seam.Fault;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class RetryTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger attempts = new AtomicInteger();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private static Retry retry(int attempts) {
    return Retry.of(attempts).withBackoff(Backoff.fixed(SECOND));
  }

  /// Fails so many times, then answers.
  private String answerAfter(int failures) throws IOException {
    if (attempts.incrementAndGet() <= failures) {
      throw new IOException("failure " + attempts);
    }
    return "answer";
  }

  private String fail() throws IOException {
    return answerAfter(Integer.MAX_VALUE);
  }

  // --- Attempts

  @TreadleTest
  void whatSucceedsIsRunOnce(Simulation simulation) throws IOException {
    assertThat(retry(3).call(() -> answerAfter(0))).isEqualTo("answer");

    assertThat(attempts).hasValue(1);
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void whatFailsIsRunAgainAfterItsDelay(Simulation simulation) throws IOException {
    assertThat(retry(3).call(() -> answerAfter(2))).isEqualTo("answer");

    assertThat(attempts).hasValue(3);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void aBlockWithoutAValueIsRunAgainToo() throws IOException {
    retry(3).run(() -> log.add(answerAfter(1)));

    assertThat(log).containsExactly("answer");
  }

  @TreadleTest
  void afterSoManyAttemptsTheLastFailureIsThrownWithTheOthersInIt(Simulation simulation) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> retry(3).call(this::fail))
        .withMessage("failure 3")
        .satisfies(thrown ->
            assertThat(thrown.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("failure 1", "failure 2"));
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void ofManyFailuresTheNewestAreKept() {
    var thrown = catchThrowable(() -> retry(100).call(this::fail));

    assertThat(thrown).hasMessage("failure 100");
    assertThat(thrown.getSuppressed())
        .hasSize(8)
        .extracting(Throwable::getMessage)
        .startsWith("failure 92")
        .endsWith("failure 99");
  }

  @TreadleTest
  void aFailureThatIsTheSameEachTimeIsThrownAsItIs() {
    var same = new IOException("same");

    assertThat(
            catchThrowable(() ->
                retry(3)
                    .call(() -> {
                      throw same;
                    })))
        .isSameAs(same)
        .hasNoSuppressedExceptions();
  }

  @TreadleTest
  void oneAttemptIsNoRetry() {
    assertThat(catchThrowable(() -> retry(1).call(this::fail))).hasMessage("failure 1");
  }

  @TreadleTest
  void delaysGrowAndHaveJitterUnlessSaidOtherwise(Simulation simulation) {
    var thrown = catchThrowable(() -> Retry.of(4).call(this::fail));

    assertThat(thrown).hasMessage("failure 4");
    assertThat(simulation.clock().elapsed())
        .isBetween(Duration.ofMillis(350), Duration.ofMillis(700));
  }

  // --- Which failures

  @TreadleTest
  void onlyTheNamedExceptionsAreTriedAgain() {
    var retry = retry(3).withRetryOn(IOException.class).withNoRetryOn(FileNotFoundException.class);

    assertThat(catchThrowable(() -> retry.call(this::fail))).hasMessage("failure 3");
    assertThat(attemptsUntilGivenUp(retry, new FileNotFoundException("a.txt"))).isEqualTo(1);
    assertThat(attemptsUntilGivenUp(retry, new IllegalStateException("no"))).isEqualTo(1);
  }

  @TreadleTest
  void namesAddUp() {
    var retry = retry(2).withRetryOn(IOException.class).withRetryOn(IllegalStateException.class);

    assertThat(attemptsUntilGivenUp(retry, new IOException("no"))).isEqualTo(2);
    assertThat(attemptsUntilGivenUp(retry, new IllegalStateException("no"))).isEqualTo(2);
  }

  @TreadleTest
  void aConditionCanSayMore() {
    var retry = retry(3).withRetryIf(failure -> "503".equals(failure.getMessage()));

    assertThat(attemptsUntilGivenUp(retry, new IOException("503"))).isEqualTo(3);
    assertThat(attemptsUntilGivenUp(retry, new IOException("404"))).isEqualTo(1);
  }

  @TreadleTest
  void whatATaskOrAResourceThrewIsMeantByItsName() {
    var retry = retry(3).withRetryOn(IOException.class);
    var broken = Resource.of(this::fail, _ -> {});

    assertThat(catchThrowable(() -> retry.call(() -> Treadle.gather(this::fail, this::fail))))
        .isInstanceOf(TaskFailedException.class);
    assertThat(attempts.getAndSet(0)).isEqualTo(6);
    assertThat(catchThrowable(() -> retry.call(broken::open))).isNotNull();
    assertThat(attempts).hasValue(3);
    assertThat(attemptsUntilGivenUp(retry, new UncheckedIOException(new IOException("no"))))
        .isEqualTo(1);
  }

  @TreadleTest
  void anOpenCircuitIsNotTriedAgainUnlessItIsNamed() {
    var open = new CircuitOpenException("open", SECOND);

    assertThat(attemptsUntilGivenUp(retry(3), open)).isEqualTo(1);
    assertThat(attemptsUntilGivenUp(retry(3).withRetryOn(CircuitOpenException.class), open))
        .isEqualTo(3);
  }

  @TreadleTest
  void anErrorIsNotTriedAgain() {
    assertThat(
            catchThrowable(() ->
                retry(3)
                    .call(() -> {
                      attempts.incrementAndGet();
                      throw new AssertionError("no");
                    })))
        .isInstanceOf(AssertionError.class);
    assertThat(attempts).hasValue(1);
  }

  private int attemptsUntilGivenUp(Retry retry, Exception failure) {
    attempts.set(0);
    assertThat(
            catchThrowable(() ->
                retry.call(() -> {
                  attempts.incrementAndGet();
                  throw failure;
                })))
        .isSameAs(failure);
    return attempts.get();
  }

  // --- Cancellation

  @TreadleTest
  void aCancellationIsNotTriedAgain(Simulation simulation) {
    boolean ended =
        moveOnAfter(
            SECOND,
            () ->
                retry(3)
                    .run(() -> {
                      attempts.incrementAndGet();
                      sleep(Duration.ofHours(1));
                    }));

    assertThat(ended).isFalse();
    assertThat(attempts).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void whatAnInterruptMakesTheJdkThrowIsNotTriedAgain(Simulation simulation)
      throws InterruptedException {
    boolean ended =
        moveOnAfter(
            SECOND,
            () ->
                retry(3)
                    .run(() -> {
                      attempts.incrementAndGet();
                      new CountDownLatch(1).await();
                    }));

    assertThat(ended).isFalse();
    assertThat(attempts).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aTaskThatWasCancelledIsNotAwaitedAgain() {
    TaskGroup.run(group -> {
      var task = group.start(() -> sleep(Duration.ofHours(1)));
      task.cancel("enough");

      assertThat(
              catchThrowable(() ->
                  retry(3)
                      .run(() -> {
                        attempts.incrementAndGet();
                        task.await();
                      })))
          .hasCauseInstanceOf(Cancelled.class);
    });
    assertThat(attempts).hasValue(1);
  }

  @TreadleTest
  void aDelayCanBeCancelled(Simulation simulation) {
    TaskGroup.run(group -> {
      var task = group.start(() -> retry(100).call(this::fail));
      sleep(Duration.ofMillis(2_500));
      task.cancel("enough");
    });

    assertThat(attempts).hasValue(3);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(2_500));
  }

  @TreadleTest
  void aCancelledTaskMakesNoFurtherAttemptEvenWithoutADelay() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(() -> Retry.of(5).withBackoff(Backoff.none()).call(this::fail)))
          .isInstanceOf(Cancelled.class);
    });

    assertThat(attempts).hasValue(1);
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.retry", faults = 0.3)
  void wheneverItIsCancelledItEndsWithAnAnswerAFailureOrThat() {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            try {
              retry(4)
                  .run(() -> {
                    attempts.incrementAndGet();
                    Thread.yield();
                    if (Fault.point("call-fails")) {
                      throw new IOException("no");
                    }
                  });
              log.add("answer");
            } catch (IOException failure) {
              log.add("failure");
            } catch (Cancelled cancelled) {
              log.add("cancelled");
              throw cancelled;
            }
          });
      group.start(() -> task.cancel("enough"));
    });

    assertThat(log).hasSizeLessThanOrEqualTo(1);
    assertThat(attempts.get()).isLessThanOrEqualTo(4);
  }

  // --- Deadlines

  @TreadleTest
  void aDelayThatWouldEndBehindTheDeadlineIsNotBegun(Simulation simulation) {
    var retry = retry(100);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> timeout(Duration.ofMillis(2_500), () -> retry.call(this::fail)))
        .withMessage("failure 3");

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
    assertThat(retry.statistics().noTimeLeft()).isEqualTo(1);
  }

  @TreadleTest
  void aDelayThatWouldEndWithTheDeadlineIsNotBegunEither(Simulation simulation) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> timeout(SECOND, () -> retry(100).call(this::fail)));

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void theEarliestDeadlineAroundCounts(Simulation simulation) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            timeout(
                Duration.ofMillis(1_500),
                () -> timeout(Duration.ofHours(1), () -> retry(100).call(this::fail))));

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void withoutALimitItGoesOnUntilTheDeadline(Simulation simulation) {
    var retry = Retry.untilDeadline().withBackoff(Backoff.fixed(SECOND));

    assertThat(catchThrowable(() -> timeout(Duration.ofHours(1), () -> retry.call(this::fail))))
        .isInstanceOf(IOException.class);
    assertThat(attempts).hasValue(3600);
    assertThat(retry).hasToString("retry until the deadline");
  }

  @TreadleTest
  void aTimeoutInsideIsAFailureLikeOthers(Simulation simulation) throws IOException {
    var answer =
        retry(3)
            .call(() ->
                timeout(
                    SECOND,
                    () -> {
                      if (attempts.incrementAndGet() < 3) {
                        sleep(Duration.ofHours(1));
                      }
                      return "answer";
                    }));

    assertThat(answer).isEqualTo("answer");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
    assertThat(attemptsUntilGivenUp(retry(2), catchTimeout())).isEqualTo(2);
  }

  private static Exception catchTimeout() {
    return (TaskTimeoutException) catchThrowable(() -> timeout(Duration.ZERO, () -> sleep(SECOND)));
  }

  @TreadleTest
  void aThreadWithoutATaskHasAllTime() throws InterruptedException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            log.add(retry(3).call(() -> answerAfter(2)));
          } catch (IOException e) {
            log.add(e);
          }
        })
        .join();

    assertThat(log).containsExactly("answer");
  }

  // --- Budgets

  @TreadleTest
  void withoutBudgetThereIsNoRetry(Simulation simulation) {
    var retry = retry(10).withBudget(RetryBudget.of(0, 2));

    assertThat(catchThrowable(() -> retry.call(this::fail))).hasMessage("failure 3");
    assertThat(retry.statistics().noBudgetLeft()).isEqualTo(1);
  }

  // --- Looking

  @TreadleTest
  void aListenerIsToldOfEachFailureAndWhatBecomesOfIt() {
    var retry =
        retry(2)
            .withListener(failure -> {
              log.add(failure.attempt());
              log.add(failure.exception().getMessage());
              log.add(failure.verdict());
              log.add(failure.delay());
            });

    assertThat(catchThrowable(() -> retry.call(this::fail))).isNotNull();

    assertThat(log)
        .containsExactly(
            1,
            "failure 1",
            Verdict.RETRY,
            SECOND,
            2,
            "failure 2",
            Verdict.NO_ATTEMPTS_LEFT,
            Duration.ZERO);
  }

  @TreadleTest
  void aListenerThatFailsDoesNoHarm() throws IOException {
    var retry =
        retry(2)
            .withListener(_ -> {
              throw new IllegalStateException("listener");
            });

    try (var warnings = Warnings.begin()) {
      assertThat(retry.call(() -> answerAfter(1))).isEqualTo("answer");

      assertThat(warnings.messages()).containsExactly("the listener of a retry failed");
    }
  }

  @TreadleTest
  void itCountsWhatBecameOfItsCalls() throws IOException {
    var retry = retry(2).withRetryOn(IOException.class);
    retry.call(() -> answerAfter(0));
    retry.call(() -> answerAfter(2));
    attempts.set(0);
    assertThat(catchThrowable(() -> retry.call(this::fail))).isNotNull();
    attemptsUntilGivenUp(retry, new IllegalStateException("no"));

    assertThat(retry.statistics()).isEqualTo(new Retry.Statistics(4, 1, 2, 1, 1, 0, 0));
    assertThat(retry).hasToString("retry of 2 attempts");
  }

  // --- Mistakes

  @TreadleTest
  void thereIsAtLeastOneAttempt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retry.of(0))
        .withMessage("attempts: expected at least 1, found 0");
  }
}
