package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class SemaphoreTest {

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  // --- So many at a time

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void soManyAreInsideAsThereArePermits() {
    useByFour(Semaphore.of(3));
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void soManyAreInsideAsAFairOneHasPermits() {
    useByFour(Semaphore.fair(3));
  }

  /// Two of them weigh two.
  private void useByFour(Semaphore semaphore) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int weight = 1 + i % 2;
        group.start(() -> enter(semaphore, weight));
      }
    });

    assertThat(entered).hasValue(4);
    requireUnused(semaphore, 3);
  }

  private void enter(Semaphore semaphore, int weight) {
    try (var _ = semaphore.acquire(weight)) {
      assertThat(inside.addAndGet(weight)).isLessThanOrEqualTo(3);
      Thread.yield();
      inside.addAndGet(-weight);
      entered.incrementAndGet();
    }
  }

  private static void requireUnused(Semaphore semaphore, int permits) {
    assertThat(semaphore.statistics())
        .isEqualTo(new Semaphore.Statistics(permits, 0, Duration.ZERO));
    try (var all = permits == 0 ? null : semaphore.tryAcquire(permits)) {
      assertThat(all == null).isEqualTo(permits == 0);
    }
  }

  // --- Cancellation

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTheOthersGetPermits() {
    cancelSome(Semaphore.of(2));
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTheOthersGetPermitsOfAFairOne() {
    cancelSome(Semaphore.fair(2));
  }

  @TreadleTest(
      explore = 15_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersGetPermits() {
    cancelSome(Semaphore.of(2));
  }

  @TreadleTest(
      explore = 15_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersGetPermitsOfAFairOne() {
    cancelSome(Semaphore.fair(2));
  }

  private void cancelSome(Semaphore semaphore) {
    var told = new AtomicInteger();
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int weight = 1 + i % 2;
        var task =
            group.start(() -> {
              try {
                enter(semaphore, weight);
              } catch (Cancelled cancelled) {
                told.incrementAndGet();
                throw cancelled;
              }
            });
        if (i < 2) {
          group.start(() -> task.cancel("enough"));
        }
      }
    });

    assertThat(entered.get()).isGreaterThanOrEqualTo(2);
    assertThat(told.get() + entered.get()).isLessThanOrEqualTo(4);
    requireUnused(semaphore, 2);
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTakingTheOthersTake() {
    cancelOneWhoTakes(Semaphore.of(0));
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTakingTheOthersTakeFromAFairOne() {
    cancelOneWhoTakes(Semaphore.fair(0));
  }

  /// Three permits come, one by one; two want two of them, one wants one, and one of those who want
  /// two is cancelled.
  private void cancelOneWhoTakes(Semaphore semaphore) {
    TaskGroup.run(group -> {
      var leaving = group.start(() -> take(semaphore, 2));
      var staying = group.start(() -> take(semaphore, 2));
      group.start(() -> take(semaphore, 1));
      group.start(() -> leaving.cancel("enough"));
      group.start(() -> {
        semaphore.release();
        semaphore.release(2);
      });
      sleep(SECOND);
      if (semaphore.statistics().waiting() > 0) {
        assertThat(semaphore.available()).isLessThan(staying.isDone() ? 1 : 2);
      }
      semaphore.release(2);
    });

    requireUnused(semaphore, 5 - taken.get());
  }

  private void take(Semaphore semaphore, int permits) {
    semaphore.take(permits);
    taken.addAndGet(permits);
  }

  @TreadleTest
  void whoIsCancelledWhileWaitingHasNone(Simulation simulation) {
    var semaphore = Semaphore.of(1);
    TaskGroup.run(group -> {
      try (var _ = semaphore.acquire()) {
        var waiting = group.start(() -> semaphore.acquire());
        var taking = group.start(() -> semaphore.take());
        simulation.awaitBlocked();
        waiting.cancel("enough");
        taking.cancel("enough");
        simulation.awaitBlocked();

        assertThat(semaphore.statistics().waiting()).isZero();
      }
    });

    requireUnused(semaphore, 1);
  }

  @TreadleTest
  void whoWaitsForMuchAndIsCancelledLetsThoseBehindIn(Simulation simulation) {
    var semaphore = Semaphore.fair(2);
    TaskGroup.run(group -> {
      try (var _ = semaphore.acquire()) {
        var heavy = group.start(() -> semaphore.acquire(2));
        simulation.awaitBlocked();
        group.start(() -> enter(semaphore, 1));
        simulation.awaitBlocked();
        assertThat(entered).hasValue(0);
        heavy.cancel("enough");
        simulation.awaitBlocked();

        assertThat(entered).hasValue(1);
      }
    });
  }

  @TreadleTest
  void aCancelledTaskDoesNotEvenGetAFreeOne() {
    var semaphore = Semaphore.of(1);
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThatThrownBy(semaphore::acquire).isInstanceOf(Cancelled.class);
      assertThatThrownBy(semaphore::take).isInstanceOf(Cancelled.class);
    });

    requireUnused(semaphore, 1);
  }

  @TreadleTest
  void aCancelledTaskCanTryAndGiveBack() {
    var semaphore = Semaphore.of(1);
    CancelScope.run(scope -> {
      scope.cancel("enough");
      Objects.requireNonNull(semaphore.tryAcquire()).close();
      assertThat(semaphore.tryTake()).isTrue();
      semaphore.release();
    });

    requireUnused(semaphore, 1);
  }

  // --- Order

  @TreadleTest(explore = 3_000)
  void thoseWhoWaitAreServedInOrderOfArrivalHoweverMuchTheyWant() {
    queueUp(Semaphore.of(3));

    assertThat(log).containsExactly("a", "b", "c", "d");
  }

  @TreadleTest(explore = 3_000)
  void thoseWhoWaitForAFairOneAreServedInOrderOfArrivalHoweverMuchTheyWant() {
    queueUp(Semaphore.fair(3));

    assertThat(log).containsExactly("a", "b", "c", "d");
  }

  private void queueUp(Semaphore semaphore) {
    TaskGroup.run(group -> {
      var one = semaphore.acquire(1);
      var two = semaphore.acquire(2);
      for (var name : List.of("a", "b", "c", "d")) {
        group.start(() -> {
          try (var _ = semaphore.acquire(name.equals("a") ? 3 : 2)) {
            log.add(name);
            sleep(MILLI);
          }
        });
        sleep(MILLI);
      }
      two.close();
      sleep(MILLI);
      one.close();
    });
  }

  @TreadleTest
  void aRunningTaskMayHaveOneBeforeThoseWhoWait(Simulation simulation) {
    assertThat(afterWaiting(Semaphore.of(1), simulation)).containsExactly("again", "waited");
  }

  @TreadleTest
  void aRunningTaskHasOneOfAFairOneAfterThoseWhoWait(Simulation simulation) {
    assertThat(afterWaiting(Semaphore.fair(1), simulation)).containsExactly("waited", "again");
  }

  private List<Object> afterWaiting(Semaphore semaphore, Simulation simulation) {
    TaskGroup.run(group -> {
      var token = semaphore.acquire();
      group.start(() -> {
        try (var _ = semaphore.acquire()) {
          log.add("waited");
        }
      });
      simulation.awaitBlocked();
      token.close();
      try (var _ = semaphore.acquire()) {
        log.add("again");
      }
    });
    return log;
  }

  @TreadleTest
  void tryingDoesNotPassOverWhoWaitsForMuchOfAFairOne(Simulation simulation) {
    var semaphore = Semaphore.fair(2);
    TaskGroup.run(group -> {
      try (var _ = semaphore.acquire()) {
        group.start(() -> enter(semaphore, 2));
        simulation.awaitBlocked();

        assertThat(semaphore.tryAcquire()).isNull();
        assertThat(semaphore.tryTake()).isFalse();
      }
    });
  }

  @TreadleTest
  void whoWaitsForMuchIsPassedOverForAMillisecondByThoseWhoWantLittle(Simulation simulation) {
    var semaphore = Semaphore.of(2);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        var offset = Duration.ofNanos(50_000L * i);
        group.startDaemon(() -> {
          sleep(offset);
          while (true) {
            try (var _ = semaphore.acquire()) {
              sleep(Duration.ofNanos(100_000));
            }
          }
        });
      }
      sleep(Duration.ofNanos(60_000));
      try (var _ = semaphore.acquire(2)) {
        log.add(simulation.clock().elapsed());
      }
    });

    // Both are there never at once: passed over at 0.1 ms, it is first at 1.1 ms.
    assertThat((Duration) log.getFirst())
        .isBetween(Duration.ofNanos(1_100_000), Duration.ofNanos(1_250_000));
  }

  // --- Tokens

  @TreadleTest
  void aTokenStandsForItsWeight() {
    var semaphore = Semaphore.of(5);
    var token = semaphore.acquire(3);

    assertThat(semaphore.available()).isEqualTo(2);
    token.close();
    token.close();
    assertThat(semaphore.available()).isEqualTo(5);
  }

  @TreadleTest
  void tryingTakesAllOrNothing() {
    var semaphore = Semaphore.of(3);
    try (var two = semaphore.tryAcquire(2)) {
      assertThat(two).isNotNull();
      assertThat(semaphore.tryAcquire(2)).isNull();
      assertThat(semaphore.available()).isEqualTo(1);
    }
  }

  @TreadleTest(explore = 3_000, racePoints = "dev.treadle.sync")
  void twoWhoCloseATokenAtOnceGiveBackOnce() {
    var semaphore = Semaphore.of(2);
    TaskGroup.run(group -> {
      var token = semaphore.acquire();
      group.start(token::close);
      group.start(token::close);
    });

    assertThat(semaphore.available()).isEqualTo(2);
  }

  // --- Permits that are nobody's

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void whatIsReleasedWakesThoseWhoTake() {
    var semaphore = Semaphore.of(0);
    TaskGroup.run(group -> {
      group.start(() -> semaphore.take(2));
      group.start(() -> semaphore.take());
      group.start(() -> semaphore.release());
      group.start(() -> semaphore.release(2));
    });

    requireUnused(semaphore, 0);
  }

  @TreadleTest
  void aReleaseMayRaiseTheirNumber() {
    var semaphore = Semaphore.of(1);
    semaphore.release(2);

    assertThat(semaphore.available()).isEqualTo(3);
  }

  @TreadleTest
  void whatWasTakenIsNotMissedWhenTheTaskEnds() {
    var semaphore = Semaphore.of(1);
    TaskGroup.run(group -> group.start(() -> semaphore.take()));

    assertThat(moveOnAfter(SECOND, () -> semaphore.take())).isFalse();
    semaphore.release();
    assertThat(semaphore.tryTake()).isTrue();
  }

  @TreadleTest
  void tryingToTakeTakesAllOrNothing() {
    var semaphore = Semaphore.of(3);

    assertThat(semaphore.tryTake(2)).isTrue();
    assertThat(semaphore.tryTake(2)).isFalse();
    assertThat(semaphore.available()).isEqualTo(1);
  }

  // --- Mistakes

  @TreadleTest
  void thereCannotBeFewerThanNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Semaphore.of(-1))
        .withMessage("permits: expected at least 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Semaphore.fair("s", -1))
        .withMessage("permits: expected at least 0, found -1");
  }

  @TreadleTest
  void nobodyCanWantLessThanOne() {
    var semaphore = Semaphore.of(1);
    var message = "permits: expected at least 1, found 0";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.acquire(0))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryAcquire(0))
        .withMessage(message);
    assertThatIllegalArgumentException().isThrownBy(() -> semaphore.take(0)).withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.tryTake(0))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> semaphore.release(0))
        .withMessage(message);
    requireUnused(semaphore, 1);
  }

  @TreadleTest
  void thereCannotBeMoreThanCanBeCounted() {
    var semaphore = Semaphore.of("s", Integer.MAX_VALUE);

    assertThatIllegalStateException()
        .isThrownBy(() -> semaphore.release())
        .withMessage("semaphore 's': expected at most 2147483647 permits, found 1 more");
    assertThat(semaphore.available()).isEqualTo(Integer.MAX_VALUE);
  }

  @TreadleTest
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void aNameMustNotBeNull() {
    assertThatNullPointerException().isThrownBy(() -> Semaphore.of(null, 1)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> Semaphore.fair(null, 1)).withMessage("name");
  }

  // --- Holders that end

  private static final String LOST =
      "semaphore 's' lacks a permit that task 'main/careless' held, which ended without releasing;"
          + " use try (var _ = semaphore.acquire())";

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.sync")
  void aHolderThatEndsIsToldToThoseWhoWaitAndThoseWhoWould() {
    var semaphore = Semaphore.of("s", 1);
    TaskGroup.run(group -> {
      var started = new AtomicInteger();
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          while (started.get() == 0) {
            Thread.yield();
          }
          assertThatIllegalStateException().isThrownBy(semaphore::acquire).withMessage(LOST);
        });
      }
      group.start(
          "careless",
          () -> {
            semaphore.acquire();
            started.set(1);
          });
    });

    assertThat(semaphore.statistics().waiting()).isZero();
  }

  @TreadleTest
  void whoNeedNotWaitDoesNotNotice() {
    var semaphore = Semaphore.of("s", 2);
    TaskGroup.run(group -> group.start("careless", () -> semaphore.acquire()));

    try (var _ = semaphore.acquire()) {
      assertThatIllegalStateException().isThrownBy(semaphore::acquire).withMessage(LOST);
    }
    semaphore.acquire().close();
  }

  @TreadleTest
  void theMessageCountsThem() {
    var semaphore = Semaphore.of(3);
    TaskGroup.run(group -> group.start("careless", () -> semaphore.acquire(3)));

    assertThatIllegalStateException()
        .isThrownBy(semaphore::take)
        .withMessage(
            "a semaphore lacks 3 permits that task 'main/careless' held, which ended without"
                + " releasing; use try (var _ = semaphore.acquire())");
  }

  @TreadleTest
  void closingTheTokenLateMendsIt(Simulation simulation) {
    var semaphore = Semaphore.of("s", 1);
    TaskGroup.run(group -> {
      var token = group.start("careless", () -> semaphore.acquire()).await();
      token.close();
      requireUnused(semaphore, 1);
      try (var _ = semaphore.acquire()) {
        group.start(() -> enter(semaphore, 1));
        simulation.awaitBlocked();
      }
    });

    assertThat(entered).hasValue(1);
  }

  @TreadleTest
  void aTokenThatIsTakenOverOutlivesTheTaskThatAcquiredIt() {
    var semaphore = Semaphore.of(1);
    TaskGroup.run(group -> {
      var token = group.start("first", () -> semaphore.acquire()).await().adopt();
      group.start("careless", () -> token.adopt()).await().adopt().close();
      assertThatIllegalStateException()
          .isThrownBy(token::adopt)
          .withMessage(
              "a semaphore: expected a token that is open to be taken over, found one that was"
                  + " closed or taken over");
    });

    requireUnused(semaphore, 1);
  }

  // --- Looking

  @TreadleTest
  void itsStatisticsSayHowManyAreThereAndWait(Simulation simulation) {
    var semaphore = Semaphore.of(3);
    TaskGroup.run(group -> {
      try (var _ = semaphore.acquire(2)) {
        group.start(() -> enter(semaphore, 2));
        sleep(SECOND);
        group.start(() -> enter(semaphore, 2));
        sleep(SECOND);

        assertThat(semaphore.statistics())
            .isEqualTo(new Semaphore.Statistics(1, 2, SECOND.multipliedBy(2)));
      }
    });
  }

  @TreadleTest
  void itSaysWhatItIs() {
    assertThat(Semaphore.of("s", 2)).hasToString("semaphore 's' (2 available)");
    assertThat(Semaphore.fair(1)).hasToString("a semaphore (1 available)");
  }

  // --- Many
}
