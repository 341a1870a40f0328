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
import dev.treadle.Treadle;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class CapacityLimiterTest {

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();

  // --- So many at a time

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.sync")
  void soManyAreInsideAsItHasCapacity() {
    var limiter = CapacityLimiter.of(3);
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int weight = 1 + i % 2;
        group.start(() -> enter(limiter, weight));
      }
    });

    assertThat(entered).hasValue(4);
    requireUnused(limiter, 3);
  }

  private void enter(CapacityLimiter limiter, int weight) {
    try (var _ = limiter.acquire(weight)) {
      assertThat(inside.addAndGet(weight)).isLessThanOrEqualTo(3);
      Thread.yield();
      inside.addAndGet(-weight);
      entered.incrementAndGet();
    }
  }

  private static void requireUnused(CapacityLimiter limiter, int total) {
    assertThat(limiter.statistics())
        .isEqualTo(new CapacityLimiter.Statistics(total, 0, List.of(), 0, Duration.ZERO));
    try (var all = limiter.tryAcquire(total)) {
      assertThat(all).isNotNull();
    }
  }

  // --- Cancellation

  @TreadleTest(explore = 40_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTheOthersGetIn() {
    cancelSome();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersGetIn() {
    cancelSome();
  }

  private void cancelSome() {
    var limiter = CapacityLimiter.of(2);
    var told = new AtomicInteger();
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        int weight = 1 + i % 2;
        var task =
            group.start(() -> {
              try {
                enter(limiter, weight);
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
    requireUnused(limiter, 2);
  }

  @TreadleTest(explore = 40_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledBorrowingForSomethingElseThatMayBorrowAgain() {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      var leaving = group.start(() -> enterFor(limiter, "request 1"));
      group.start(() -> enterFor(limiter, "request 2"));
      group.start(() -> enterFor(limiter, "request 3"));
      group.start(() -> leaving.cancel("enough"));
      sleep(SECOND);
      enterFor(limiter, "request 1");
    });

    assertThat(entered.get()).isIn(3, 4);
    requireUnused(limiter, 1);
  }

  private void enterFor(CapacityLimiter limiter, String request) {
    try (var _ = limiter.acquireFor(request)) {
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      Thread.yield();
      inside.decrementAndGet();
      entered.incrementAndGet();
    }
  }

  @TreadleTest
  void whoIsCancelledWhileWaitingHasBorrowedNothing(Simulation simulation) {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      try (var _ = limiter.acquire()) {
        group.start(() -> {
          assertThat(moveOnAfter(SECOND, () -> limiter.acquire())).isEmpty();
          assertThat(moveOnAfter(SECOND, () -> limiter.acquire())).isEmpty();
        });
        sleep(SECOND.multipliedBy(3));

        assertThat(limiter.statistics().waiting()).isZero();
        assertThat(limiter.statistics().borrowers()).hasSize(1);
      }
    });

    requireUnused(limiter, 1);
  }

  @TreadleTest
  void aCancelledTaskIsNotEvenLetInIfThereIsRoom() {
    var limiter = CapacityLimiter.of(1);
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThatThrownBy(limiter::acquire).isInstanceOf(Cancelled.class);
      Objects.requireNonNull(limiter.tryAcquire()).close();
      limiter.total(2);
    });

    requireUnused(limiter, 2);
  }

  // --- Order

  @TreadleTest(explore = 5_000)
  void thoseWhoWaitAreServedInOrderOfArrivalHoweverMuchTheyWant() {
    var limiter = CapacityLimiter.of(3);
    TaskGroup.run(group -> {
      for (int i = 0; i < 5; i++) {
        int number = i;
        group.start(() -> {
          try (var _ = limiter.acquire(number == 1 ? 3 : 2)) {
            log.add(number);
            sleep(SECOND);
          }
        });
        sleep(MILLI);
      }
    });

    assertThat(log).containsExactly(0, 1, 2, 3, 4);
  }

  @TreadleTest
  void aRunningTaskGoesBehindThoseWhoWait(Simulation simulation) {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      var token = limiter.acquire();
      group.start(() -> enter(limiter, 1));
      simulation.awaitBlocked();
      token.close();

      assertThat(limiter.tryAcquire()).isNull();
      limiter.acquire().close();
      assertThat(entered).hasValue(1);
    });
  }

  // --- Capacity

  @TreadleTest
  void moreCapacityLetsThoseInWhoWait(Simulation simulation) {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 5; i++) {
        group.start(() -> {
          try (var _ = limiter.acquire()) {
            sleep(SECOND);
          }
        });
      }
      simulation.awaitBlocked();
      limiter.total(4);
      simulation.awaitBlocked();

      assertThat(limiter.borrowed()).isEqualTo(4);
      assertThat(limiter.statistics().waiting()).isEqualTo(1);
    });
  }

  @TreadleTest
  void ifThereIsLessThanIsBorrowedNobodyIsLetInUntilEnoughIsGivenBack(Simulation simulation) {
    var limiter = CapacityLimiter.of(3);
    TaskGroup.run(group -> {
      var two = limiter.acquire(2);
      var one = limiter.acquireFor("guest");
      limiter.total(1);
      assertThat(limiter.available()).isZero();
      group.start(() -> enter(limiter, 1));
      simulation.awaitBlocked();
      two.close();
      simulation.awaitBlocked();
      assertThat(entered).hasValue(0);
      one.close();
      simulation.awaitBlocked();

      assertThat(entered).hasValue(1);
    });

    requireUnused(limiter, 1);
  }

  @TreadleTest
  void withoutCapacityEverybodyWaits(Simulation simulation) {
    var limiter = CapacityLimiter.of(0);
    TaskGroup.run(group -> {
      group.start(() -> enter(limiter, 1));
      simulation.awaitBlocked();
      assertThat(entered).hasValue(0);
      limiter.total(1);
    });

    requireUnused(limiter, 1);
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.sync")
  void nobodyIsForgottenWhenTheCapacityChanges() {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> enter(limiter, 1));
      }
      var less = group.start(() -> limiter.total(0));
      var more = group.start(() -> limiter.total(2));
      less.await();
      more.await();
      limiter.total(3);
    });

    assertThat(entered).hasValue(3);
    assertThat(limiter.borrowed()).isZero();
  }

  // --- Borrowers

  @TreadleTest
  void aTaskCannotHaveTwo() {
    var limiter = CapacityLimiter.of("uploads", 5);
    TaskGroup.run(group ->
        group.start(
            "greedy",
            () -> {
              try (var _ = limiter.acquire()) {
                assertThatIllegalStateException().isThrownBy(limiter::acquire).withMessage(TWO);
                assertThatIllegalStateException().isThrownBy(limiter::tryAcquire).withMessage(TWO);
              }
              limiter.acquire().close();
            }));

    requireUnused(limiter, 5);
  }

  private static final String TWO =
      "capacity limiter 'uploads': task 'main/greedy' has a token of it already, and nobody may"
          + " have two";

  @TreadleTest
  void somethingThatIsNoTaskMayBorrowToo(Simulation simulation) {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      var token = limiter.acquireFor("request 7");
      assertThat(limiter.statistics().borrowers()).containsExactly("'request 7'");
      var waiting = group.start(() -> limiter.acquireFor("request 8").close());
      simulation.awaitBlocked();
      assertThatIllegalStateException()
          .isThrownBy(() -> limiter.acquireFor("request 7"))
          .withMessage(
              "a capacity limiter: 'request 7' has a token of it already, and nobody may have two");
      assertThatIllegalStateException()
          .isThrownBy(() -> limiter.acquireFor("request 8"))
          .withMessage(
              "a capacity limiter: 'request 8' waits for a token of it already, and nobody may have"
                  + " two");
      token.close();
      waiting.await();
    });

    requireUnused(limiter, 1);
  }

  @TreadleTest
  void borrowersAreToldApartByIdentity() {
    var limiter = CapacityLimiter.of(2);
    var one = limiter.acquireFor(List.of(1));
    var two = limiter.acquireFor(List.of(1));

    assertThat(limiter.borrowed()).isEqualTo(2);
    one.close();
    one.close();
    assertThat(limiter.statistics().borrowers()).containsExactly("'[1]'");
    two.close();
    requireUnused(limiter, 2);
  }

  // --- Mistakes

  @TreadleTest
  void aCapacityCannotBeLessThanNothing() {
    var limiter = CapacityLimiter.of(1);
    var message = "total: expected at least 0, found -1";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CapacityLimiter.of(-1))
        .withMessage(message);
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.total(-1)).withMessage(message);
    requireUnused(limiter, 1);
  }

  @TreadleTest
  void aWeightIsOneToTheTotal() {
    var limiter = CapacityLimiter.of("uploads", 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.acquire(0))
        .withMessage("weight: expected 1 to 3, the total of capacity limiter 'uploads', found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.tryAcquire(4))
        .withMessage("weight: expected 1 to 3, the total of capacity limiter 'uploads', found 4");
    requireUnused(limiter, 3);
  }

  @TreadleTest
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void nothingMustBeNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> CapacityLimiter.of(null, 1))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> CapacityLimiter.of(1).acquireFor(null))
        .withMessage("borrower");
  }

  // --- Holders that end

  private static final String LOST =
      "capacity limiter 'uploads' lacks a permit that task 'main/careless' held, which ended without"
          + " releasing; use try (var _ = limiter.acquire())";

  @TreadleTest
  void aHolderThatEndsIsToldToThoseWhoWaitAndThoseWhoWould(Simulation simulation) {
    var limiter = CapacityLimiter.of("uploads", 1);
    TaskGroup.run(group -> {
      var waiting = group.start(() -> sleep(MILLI));
      group.start(
          "careless",
          () -> {
            limiter.acquire();
            sleep(SECOND);
          });
      waiting.await();
      assertThatIllegalStateException().isThrownBy(limiter::acquire).withMessage(LOST);
    });

    assertThatIllegalStateException().isThrownBy(limiter::acquire).withMessage(LOST);
    assertThat(limiter.statistics().borrowers()).containsExactly("task 'main/careless'");
    assertThat(limiter.statistics().waiting()).isZero();
  }

  @TreadleTest
  void closingItsTokenLateMendsIt() {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> group.start("careless", () -> limiter.acquire()).await().close());

    requireUnused(limiter, 1);
  }

  @TreadleTest
  void aThreadWithoutATaskThatEndedIsNoticedByThoseWhoCome() throws InterruptedException {
    var limiter = CapacityLimiter.of("uploads", 1);
    var tokens = new CopyOnWriteArrayList<Token>();
    Thread.ofVirtual().name("worker").start(() -> tokens.add(limiter.acquire())).join();

    assertThatIllegalStateException()
        .isThrownBy(limiter::acquire)
        .withMessage(
            "capacity limiter 'uploads' lacks a permit that thread 'worker' held, which ended"
                + " without releasing; use try (var _ = limiter.acquire())");
    tokens.getFirst().close();
    requireUnused(limiter, 1);
  }

  // --- Taking over

  @TreadleTest
  void whoTakesATokenOverIsTheBorrower() {
    var limiter = CapacityLimiter.of(2);
    TaskGroup.run(group -> {
      var token = limiter.acquire();
      group
          .start(
              "heir",
              () -> {
                var mine = token.adopt();
                assertThat(limiter.statistics().borrowers()).containsExactly("task 'main/heir'");
                assertThatIllegalStateException().isThrownBy(limiter::acquire);
                mine.close();
              })
          .await();
      limiter.acquire().close();
    });

    requireUnused(limiter, 2);
  }

  @TreadleTest
  void whoHasATokenCannotTakeOverAnother() {
    var limiter = CapacityLimiter.of(2);
    TaskGroup.run(group -> {
      var token = limiter.acquire();
      group
          .start(
              "heir",
              () -> {
                try (var _ = limiter.acquire()) {
                  assertThatIllegalStateException().isThrownBy(token::adopt);
                }
              })
          .await();
      assertThat(limiter.borrowed()).isEqualTo(1);
      token.close();
    });

    requireUnused(limiter, 2);
  }

  @TreadleTest
  void whatWasBorrowedForSomethingElseStaysWithIt() {
    var limiter = CapacityLimiter.of(2);
    TaskGroup.run(group -> {
      var token = group.start(() -> limiter.acquireFor("request 7")).await().adopt();
      assertThat(limiter.statistics().borrowers()).containsExactly("'request 7'");
      limiter.acquire().close();
      token.close();
      assertThatIllegalStateException()
          .isThrownBy(token::adopt)
          .withMessage(
              "a capacity limiter: expected a token that is open to be taken over, found one that"
                  + " was closed or taken over");
    });

    requireUnused(limiter, 2);
  }

  // --- Looking

  @TreadleTest
  void itSaysWhatItIs() {
    assertThat(CapacityLimiter.of("uploads", 2))
        .hasToString("capacity limiter 'uploads' (0 of 2 borrowed)");
    assertThat(CapacityLimiter.of(1)).hasToString("a capacity limiter (0 of 1 borrowed)");
  }

  @TreadleTest
  void itSaysHowLongTheFirstHasWaited() {
    var limiter = CapacityLimiter.of(1);
    TaskGroup.run(group -> {
      var token = limiter.acquire();
      group.start(() -> enter(limiter, 1));
      sleep(SECOND);
      group.start(() -> enter(limiter, 1));
      sleep(SECOND);

      assertThat(limiter.statistics().waiting()).isEqualTo(2);
      assertThat(limiter.statistics().longestWait()).isEqualTo(SECOND.multipliedBy(2));
      token.close();
    });

    requireUnused(limiter, 1);
  }

  @TreadleTest
  void aDeadlockOfTwoThatLetOneInIsFoundAndNamed() {
    var here = CapacityLimiter.of("here", 1);
    var there = CapacityLimiter.of("there", 1);
    Treadle.run(() ->
        TaskGroup.run(
            "g",
            group -> {
              group.start("a", () -> acquireBoth(here, there));
              group.start("b", () -> acquireBoth(there, here));
              sleep(SECOND);

              assertThat(TaskTree.capture().cycles())
                  .singleElement()
                  .hasToString(
                      "g/a waits for capacity limiter 'there' of g/b waits for capacity limiter"
                          + " 'here' of g/a");
              group.cancel("seen");
            }));
  }

  private static void acquireBoth(CapacityLimiter first, CapacityLimiter second) {
    try (var _ = first.acquire()) {
      sleep(MILLI);
      second.acquire().close();
    }
  }
}
