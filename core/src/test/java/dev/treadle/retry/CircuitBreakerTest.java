package dev.treadle.retry;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.retry.CircuitBreaker.State.CLOSED;
import static dev.treadle.retry.CircuitBreaker.State.HALF_OPEN;
import static dev.treadle.retry.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.resource.Warnings;
import dev.treadle.seam.Fault;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

class CircuitBreakerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /// Opens after three failures in a row, for five seconds, and closes after two trials.
  private CircuitBreaker breaker(UnaryOperator<CircuitBreakerSettings> settings) {
    return CircuitBreaker.create(
        "payments",
        c ->
            settings.apply(
                c.withConsecutiveFailures(3)
                    .withPause(PAUSE)
                    .withTrials(2)
                    .withListener(log::add)));
  }

  private CircuitBreaker breaker() {
    return breaker(c -> c);
  }

  private static void succeed(CircuitBreaker breaker) {
    assertThat(breaker.<String, RuntimeException>call(() -> "paid")).isEqualTo("paid");
  }

  private static void fail(CircuitBreaker breaker) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            breaker.run(() -> {
              throw new IOException("refused");
            }));
  }

  private static void fail(CircuitBreaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      fail(breaker);
    }
  }

  private static void requireRejected(CircuitBreaker breaker) {
    assertThatExceptionOfType(CircuitOpenException.class)
        .isThrownBy(() ->
            breaker.run(() -> {
              throw new AssertionError("it was let through");
            }));
  }

  private static CircuitBreaker.Change change(
      CircuitBreaker.State from, CircuitBreaker.State to, String reason) {
    return new CircuitBreaker.Change("payments", from, to, reason);
  }

  // --- Opening

  @TreadleTest
  void itBeginsClosedAndLetsCallsThrough() {
    var breaker = breaker();
    succeed(breaker);

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker).hasToString("circuit breaker 'payments'");
  }

  @TreadleTest
  void itOpensAfterSoManyFailuresInARow() {
    var breaker = breaker();
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(breaker);

    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(log)
        .containsExactly(
            change(
                CLOSED,
                OPEN,
                "3 calls in a row failed, the last one with java.io.IOException: refused"));
  }

  @TreadleTest
  void aSuccessBreaksTheRow() {
    var breaker = breaker();
    for (int i = 0; i < 5; i++) {
      fail(breaker, 2);
      succeed(breaker);
    }

    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @TreadleTest
  void itOpensWhenTooLargeAPartOfTheCallsFails() {
    var breaker = CircuitBreaker.create("payments", c -> c.withFailureRate(0.4, 10, PAUSE));
    for (int i = 0; i < 6; i++) {
      succeed(breaker);
    }
    fail(breaker, 3);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(breaker);

    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(catchThrowable(() -> succeed(breaker)))
        .hasMessageEndingWith(
            ": 4 of the last 10 calls failed, the last one with java.io.IOException: refused");
  }

  @TreadleTest
  void fewCallsSayNothing() {
    var breaker = CircuitBreaker.create("payments");
    fail(breaker, 19);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(breaker);

    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @TreadleTest
  void whatHappenedBeforeTheWindowIsForgotten() {
    var breaker =
        CircuitBreaker.create("payments", c -> c.withFailureRate(0.5, 10, Duration.ofSeconds(10)));
    for (int i = 0; i < 30; i++) {
      fail(breaker, 3);
      sleep(Duration.ofSeconds(4));
    }

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.statistics().recentCalls()).isEqualTo(6);
    sleep(Duration.ofSeconds(11));
    assertThat(breaker.statistics().recentCalls()).isZero();
  }

  // --- Open

  @TreadleTest
  void anOpenCircuitRejectsAtOnceAndSaysForHowLong(Simulation simulation) {
    var breaker = breaker();
    fail(breaker, 3);
    sleep(SECOND);

    assertThatExceptionOfType(CircuitOpenException.class)
        .isThrownBy(() -> breaker.run(() -> log.add("called")))
        .withMessage(
            "circuit breaker 'payments' is open for another PT4S: 3 calls in a row failed, the last"
                + " one with java.io.IOException: refused")
        .satisfies(thrown -> assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(4)));
    assertThat(log).hasSize(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aCallThatWasUnderWayWhenItOpenedDoesNotCount(Simulation simulation) {
    var breaker = breaker();
    TaskGroup.run(group -> {
      group.start(() -> breaker.run(() -> sleep(PAUSE.plus(SECOND))));
      simulation.awaitBlocked();
      fail(breaker, 3);
      sleep(PAUSE.plus(Duration.ofMillis(1)));
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(HALF_OPEN);
      sleep(SECOND.multipliedBy(2));
      assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    });
  }

  // --- Half open

  @TreadleTest
  void afterItsPauseItIsClosedIfAllTrialsSucceed() {
    var breaker = breaker();
    fail(breaker, 3);
    sleep(PAUSE);
    assertThat(breaker.state()).isEqualTo(OPEN);
    succeed(breaker);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    succeed(breaker);

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(log)
        .endsWith(
            change(OPEN, HALF_OPEN, "its pause is over"),
            change(HALF_OPEN, CLOSED, "all 2 calls of a trial succeeded"));
  }

  @TreadleTest
  void oneTrialThatFailsOpensItAgain() {
    var breaker = breaker();
    fail(breaker, 3);
    sleep(PAUSE);
    succeed(breaker);
    fail(breaker);

    assertThat(breaker.state()).isEqualTo(OPEN);
    requireRejected(breaker);
  }

  @TreadleTest
  void itStaysOpenForLongerEachTime() {
    var breaker =
        breaker(c -> c.withPause(Backoff.exponential(SECOND, Duration.ofSeconds(3)).withJitter(0)));
    fail(breaker, 3);
    for (int pause : new int[] {1, 2, 3, 3}) {
      sleep(Duration.ofSeconds(pause).minusMillis(1));
      requireRejected(breaker);
      sleep(Duration.ofMillis(1));
      fail(breaker);
    }
    sleep(Duration.ofSeconds(3));
    succeed(breaker);
    succeed(breaker);
    fail(breaker, 3);
    sleep(SECOND);

    succeed(breaker);
  }

  @TreadleTest
  void moreCallsThanTrialsAreNotLetThrough(Simulation simulation) {
    var breaker = breaker();
    fail(breaker, 3);
    sleep(PAUSE);
    TaskGroup.run(group -> {
      group.start(() -> breaker.run(() -> sleep(SECOND)));
      group.start(() -> breaker.run(() -> sleep(SECOND)));
      simulation.awaitBlocked();

      assertThatExceptionOfType(CircuitOpenException.class)
          .isThrownBy(() -> succeed(breaker))
          .withMessageStartingWith(
              "circuit breaker 'payments' is half open, and as many calls as it lets through are"
                  + " under way: 3 calls in a row failed")
          .satisfies(thrown -> assertThat(thrown.retryAfter()).isZero());
    });

    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @TreadleTest
  void aTrialThatIsCancelledMakesRoomForAnother() {
    var breaker = breaker(c -> c.withTrials(1));
    fail(breaker, 3);
    sleep(PAUSE);
    for (int i = 0; i < 3; i++) {
      assertThat(
              moveOnAfter(
                  Duration.ofMillis(10), () -> breaker.run(() -> sleep(Duration.ofHours(1)))))
          .isFalse();
    }
    succeed(breaker);

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.statistics().ignored()).isEqualTo(3);
  }

  @TreadleTest
  void aTrialWhoseExceptionDoesNotCountMakesRoomForAnother() {
    var breaker =
        breaker(c -> c.withTrials(1).withCounts(e -> !(e instanceof FileNotFoundException)));
    fail(breaker, 3);
    sleep(PAUSE);
    for (int i = 0; i < 3; i++) {
      assertThat(
              catchThrowable(() ->
                  breaker.run(() -> {
                    throw new FileNotFoundException("a.txt");
                  })))
          .isInstanceOf(FileNotFoundException.class);
    }
    succeed(breaker);

    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @TreadleTest
  void trialsThatHangDoNotKeepItHalfOpenForEver(Simulation simulation) {
    var breaker = breaker(c -> c.withTrials(1));
    fail(breaker, 3);
    sleep(PAUSE);
    TaskGroup.run(group -> {
      var hanging = group.start(() -> breaker.run(() -> sleep(Duration.ofHours(1))));
      simulation.awaitBlocked();
      requireRejected(breaker);
      sleep(PAUSE);
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
      hanging.cancel("seen");
    });

    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  // --- What counts

  @TreadleTest
  void aCancellationSaysNothingAboutTheService() throws InterruptedException {
    var breaker = breaker();
    for (int i = 0; i < 10; i++) {
      assertThat(moveOnAfter(SECOND, () -> breaker.run(() -> sleep(PAUSE)))).isFalse();
      assertThat(moveOnAfter(SECOND, () -> breaker.run(() -> new CountDownLatch(1).await())))
          .isFalse();
    }

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.statistics().ignored()).isEqualTo(20);
  }

  @TreadleTest
  void aTimeoutInsideIsAFailure() {
    var breaker = breaker();
    for (int i = 0; i < 3; i++) {
      assertThat(catchThrowable(() -> breaker.run(() -> timeout(SECOND, () -> sleep(PAUSE)))))
          .isInstanceOf(TaskTimeoutException.class);
    }

    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @TreadleTest
  void anErrorSaysNothingAboutTheService() {
    var breaker = breaker();
    for (int i = 0; i < 10; i++) {
      assertThat(
              catchThrowable(() ->
                  breaker.run(() -> {
                    throw new AssertionError("no");
                  })))
          .isInstanceOf(AssertionError.class);
    }

    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  // --- In every interleaving

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.retry", faults = 0.5)
  void inATrialThereAreNeverMoreCallsThanTrialsAndItIsDecided() {
    var breaker = breaker(c -> c.withTrials(2));
    fail(breaker, 3);
    sleep(PAUSE);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        var task = group.start(() -> tryIt(breaker));
        if (i == 0) {
          group.start(() -> task.cancel("enough"));
        }
      }
    });
    int trials = most.get();
    sleep(PAUSE.multipliedBy(2));
    var statistics = breaker.statistics();

    assertThat(trials).isLessThanOrEqualTo(2);
    if (breaker.state() != CLOSED) {
      for (int i = 0; i < 2 && breaker.state() != CLOSED; i++) {
        succeed(breaker);
      }
      assertThat(breaker.state()).isEqualTo(CLOSED);
    }
    assertThat(statistics.succeeded() + statistics.failed() + statistics.ignored())
        .isLessThanOrEqualTo(6);
  }

  private void tryIt(CircuitBreaker breaker) {
    try {
      breaker.run(() -> {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
          Thread.yield();
          if (Fault.point("service.fails")) {
            throw new IOException("refused");
          }
        } finally {
          inside.decrementAndGet();
        }
      });
    } catch (IOException | CircuitOpenException expected) {
      assertThat(expected).isNotNull();
    }
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.retry")
  void everyCallIsCountedOnce() {
    var breaker = CircuitBreaker.create("payments", c -> c.withFailureRate(1, 10, PAUSE));
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          succeed(breaker);
          fail(breaker);
        });
      }
    });

    assertThat(breaker.statistics())
        .isEqualTo(new CircuitBreaker.Statistics(CLOSED, 6, 3, 3, 3, 0, 0, 0));
  }

  // --- Resetting and looking

  @TreadleTest
  void resettingClosesItAndForgets() {
    var breaker = breaker();
    fail(breaker, 3);
    breaker.reset();

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(log).endsWith(change(OPEN, CLOSED, "reset() was called"));
    fail(breaker, 2);
    breaker.reset();
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(log).hasSize(2);
  }

  @TreadleTest
  void itCountsWhatBecameOfCalls() {
    var breaker = breaker();
    succeed(breaker);
    fail(breaker, 3);
    requireRejected(breaker);

    assertThat(breaker.statistics())
        .isEqualTo(new CircuitBreaker.Statistics(OPEN, 0, 0, 1, 3, 0, 1, 1));
  }

  @TreadleTest
  void aListenerThatFailsDoesNoHarm() {
    var breaker =
        breaker(c ->
            c.withListener(_ -> {
              throw new IllegalStateException("listener");
            }));
    try (var warnings = Warnings.begin()) {
      fail(breaker, 3);

      assertThat(warnings.messages())
          .containsExactly("the listener of circuit breaker 'payments' failed");
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  private static final CircuitBreaker SHARED =
      CircuitBreaker.create("shared", c -> c.withConsecutiveFailures(1));

  @TreadleTest(seeds = 2)
  void aSimulationHasABreakerMadeOutsideToItself() {
    assertThat(SHARED.state()).isEqualTo(CLOSED);
    fail(SHARED);
    assertThat(SHARED.state()).isEqualTo(OPEN);
  }

  // --- Mistakes

  @TreadleTest
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withFailureRate(0, 1, SECOND)))
        .withMessage("failureRate: expected above 0 to 1, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withFailureRate(1, 0, SECOND)))
        .withMessage("minimumCalls: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withFailureRate(1, 1, Duration.ZERO)))
        .withMessage("window: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withConsecutiveFailures(0)))
        .withMessage("consecutiveFailures: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withPause(Duration.ZERO)))
        .withMessage("pause: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> breaker(c -> c.withTrials(0)))
        .withMessage("trials: expected at least 1, found 0");
  }
}
