package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class MutexTest {

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();

  // --- One at a time

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void oneTaskAtATimeIsInside() {
    useByThree(Mutex.create());
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.sync")
  void oneTaskAtATimeIsInsideAFairOne() {
    useByThree(Mutex.fair());
  }

  private void useByThree(Mutex mutex) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          enter(mutex);
          enter(mutex);
        });
      }
    });

    assertThat(entered).hasValue(6);
    requireFree(mutex);
  }

  private void enter(Mutex mutex) {
    try (var _ = mutex.acquire()) {
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      Thread.yield();
      inside.decrementAndGet();
      entered.incrementAndGet();
    }
  }

  private static void requireFree(Mutex mutex) {
    assertThat(mutex.statistics())
        .isEqualTo(new Mutex.Statistics(Optional.empty(), 0, Duration.ZERO));
    try (var token = mutex.tryAcquire()) {
      assertThat(token).isNotNull();
    }
  }

  // --- Cancellation

  @TreadleTest(explore = 35_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTheOthersGetIt() {
    cancelSome(Mutex.create());
  }

  @TreadleTest(explore = 35_000, racePoints = "dev.treadle.sync")
  void whoeverIsCancelledTheOthersGetAFairOne() {
    cancelSome(Mutex.fair());
  }

  @TreadleTest(
      explore = 15_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersGetIt() {
    cancelSome(Mutex.create());
  }

  @TreadleTest(
      explore = 15_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersGetAFairOne() {
    cancelSome(Mutex.fair());
  }

  private void cancelSome(Mutex mutex) {
    var told = new AtomicInteger();
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        var task =
            group.start(() -> {
              try {
                enter(mutex);
              } catch (Cancelled cancelled) {
                told.incrementAndGet();
                throw cancelled;
              }
            });
        if (i % 2 == 1) {
          group.start(() -> task.cancel("enough"));
        }
      }
    });

    assertThat(entered.get()).isGreaterThanOrEqualTo(2);
    assertThat(told.get() + entered.get()).isLessThanOrEqualTo(4);
    requireFree(mutex);
  }

  @TreadleTest
  void whoIsCancelledWhileWaitingDoesNotHaveIt(Simulation simulation) {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      try (var _ = mutex.acquire()) {
        var waiting = group.start(() -> mutex.acquire());
        simulation.awaitBlocked();
        waiting.cancel("enough");
        simulation.awaitBlocked();

        assertThat(mutex.statistics().waiting()).isZero();
        assertThat(waiting.outcome()).isPresent();
      }
    });

    requireFree(mutex);
  }

  @TreadleTest
  void aCancelledTaskDoesNotEvenGetAFreeOne() {
    var mutex = Mutex.create();
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThatThrownBy(mutex::acquire).isInstanceOf(Cancelled.class);
    });

    requireFree(mutex);
  }

  @TreadleTest
  void aCancelledTaskCanTryAndGiveBack() {
    var mutex = Mutex.create();
    CancelScope.run(scope -> {
      scope.cancel("enough");
      Objects.requireNonNull(mutex.tryAcquire()).close();
    });

    requireFree(mutex);
  }

  @TreadleTest
  void aTimeoutEndsTheWait(Simulation simulation) {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      group.start(() -> holdFor(mutex, Duration.ofHours(1)));
      simulation.awaitBlocked();

      assertThat(moveOnAfter(SECOND, () -> mutex.acquire())).isEmpty();
      assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
      group.cancel("seen");
    });
  }

  private static void holdFor(Mutex mutex, Duration duration) {
    try (var _ = mutex.acquire()) {
      sleep(duration);
    }
  }

  // --- Order

  @TreadleTest(explore = 3_000)
  void thoseWhoWaitAreServedInOrderOfArrival() {
    var mutex = Mutex.create();
    queueUp(mutex);

    assertThat(log).containsExactly("a", "b", "c");
  }

  @TreadleTest(explore = 3_000)
  void thoseWhoWaitForAFairOneAreServedInOrderOfArrival() {
    var mutex = Mutex.fair();
    queueUp(mutex);

    assertThat(log).containsExactly("a", "b", "c");
  }

  private void queueUp(Mutex mutex) {
    TaskGroup.run(group -> {
      try (var _ = mutex.acquire()) {
        for (var name : List.of("a", "b", "c")) {
          group.start(() -> {
            try (var _ = mutex.acquire()) {
              log.add(name);
            }
          });
          sleep(MILLI);
        }
      }
    });
  }

  @TreadleTest
  void aRunningTaskMayHaveItBeforeThoseWhoWait(Simulation simulation) {
    assertThat(afterWaiting(Mutex.create(), simulation)).containsExactly("again", "waited");
  }

  @TreadleTest
  void aRunningTaskHasAFairOneAfterThoseWhoWait(Simulation simulation) {
    assertThat(afterWaiting(Mutex.fair(), simulation)).containsExactly("waited", "again");
  }

  private List<Object> afterWaiting(Mutex mutex, Simulation simulation) {
    TaskGroup.run(group -> {
      var token = mutex.acquire();
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          log.add("waited");
        }
      });
      simulation.awaitBlocked();
      token.close();
      try (var _ = mutex.acquire()) {
        log.add("again");
      }
    });
    return log;
  }

  @TreadleTest
  void tryingDoesNotPassOverThoseWhoWaitForAFairOne(Simulation simulation) {
    var mutex = Mutex.fair();
    TaskGroup.run(group -> {
      var token = mutex.acquire();
      group.start(() -> holdFor(mutex, SECOND));
      simulation.awaitBlocked();
      token.close();

      assertThat(mutex.tryAcquire()).isNull();
    });
  }

  @TreadleTest
  void whoIsPassedOverForAMillisecondIsNext(Simulation simulation) {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      var greedy =
          group.startDaemon(() -> {
            while (true) {
              holdFor(mutex, Duration.ofNanos(100_000));
              entered.incrementAndGet();
            }
          });
      simulation.clock(); // the greedy one is not begun yet
      sleep(Duration.ofNanos(50_000));
      try (var _ = mutex.acquire()) {
        log.add(simulation.clock().elapsed());
      }
      greedy.cancel("seen");
    });

    // Passed over at 0.1 ms for the first time, it is handed it when it is free at 1.1 ms.
    assertThat(log).containsExactly(Duration.ofNanos(1_100_000));
    assertThat(entered).hasValue(11);
  }

  @TreadleTest(explore = 5_000)
  void whoIsPassedOverForAMillisecondIsNextInEverySchedule(Simulation simulation) {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.startDaemon(() -> {
          while (true) {
            holdFor(mutex, Duration.ofNanos(200_000));
          }
        });
      }
      sleep(Duration.ofNanos(50_000));
      try (var _ = mutex.acquire()) {
        log.add(simulation.clock().elapsed());
      }
    });

    // One of the others may have been before it in the line, and be passed over as long.
    assertThat((Duration) log.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(3));
  }

  @TreadleTest
  void afterwardsRunningTasksMayBeFasterAgain(Simulation simulation) {
    var mutex = Mutex.create();
    whoIsPassedOver(mutex);
    log.clear();

    assertThat(afterWaiting(mutex, simulation)).containsExactly("again", "waited");
  }

  private void whoIsPassedOver(Mutex mutex) {
    TaskGroup.run(group -> {
      group.startDaemon(() -> {
        while (true) {
          holdFor(mutex, Duration.ofNanos(600_000));
        }
      });
      sleep(MILLI);
      mutex.acquire().close();
    });
  }

  // --- Tokens

  @TreadleTest
  void closingATokenTwiceGivesBackOnce() {
    var mutex = Mutex.create();
    var first = mutex.acquire();
    first.close();
    try (var _ = mutex.acquire()) {
      first.close();

      assertThat(mutex.isHeld()).isTrue();
    }
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest
  void anotherTaskMayCloseAToken() {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      var token = mutex.acquire();
      group.start(() -> token.close()).await();

      requireFree(mutex);
    });
  }

  @TreadleTest
  void tryingTakesAFreeOne() {
    var mutex = Mutex.create();
    try (var token = mutex.tryAcquire()) {
      assertThat(token).isNotNull();
      assertThat(mutex.isHeldByCurrentTask()).isTrue();
    }
    assertThat(mutex.isHeldByCurrentTask()).isFalse();
  }

  @TreadleTest
  void tryingDoesNotWait() {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      try (var _ = mutex.acquire()) {
        group.start(() -> log.add(mutex.tryAcquire() == null)).await();
      }
    });

    assertThat(log).containsExactly(true);
  }

  // --- Mistakes

  @TreadleTest
  void whoHoldsItCannotAcquireIt() {
    var mutex = Mutex.create("accounts");
    try (var _ = mutex.acquire()) {
      assertThatIllegalStateException().isThrownBy(mutex::acquire).withMessage(NOT_REENTRANT);
      assertThatIllegalStateException().isThrownBy(mutex::tryAcquire).withMessage(NOT_REENTRANT);
    }
    requireFree(mutex);
  }

  private static final String NOT_REENTRANT =
      "mutex 'accounts' is held by the caller already, and would wait for itself: it is not"
          + " reentrant";

  @TreadleTest
  @SuppressWarnings({"DataFlowIssue", "NullAway"})
  void aNameMustNotBeNull() {
    assertThatNullPointerException().isThrownBy(() -> Mutex.create(null)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> Mutex.fair(null)).withMessage("name");
  }

  // --- Holders that end

  private static final String LOST =
      "mutex 'accounts' was held by task 'main/careless', which ended without releasing it; use try"
          + " (var _ = mutex.acquire())";

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.sync")
  void aHolderThatEndsIsToldToThoseWhoWaitAndThoseWhoCome() {
    var mutex = Mutex.create("accounts");
    TaskGroup.run(group -> {
      var started = new AtomicInteger();
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          while (started.get() == 0) {
            Thread.yield();
          }
          assertThatIllegalStateException().isThrownBy(mutex::acquire).withMessage(LOST);
        });
      }
      group.start(
          "careless",
          () -> {
            mutex.acquire();
            started.set(1);
          });
    });

    assertThatIllegalStateException().isThrownBy(mutex::acquire).withMessage(LOST);
    assertThat(mutex.tryAcquire()).isNull();
    assertThat(mutex.statistics().waiting()).isZero();
  }

  @TreadleTest
  void closingItsTokenLateMendsIt() {
    var mutex = Mutex.create("accounts");
    TaskGroup.run(group -> group.start("careless", () -> mutex.acquire()).await().close());

    requireFree(mutex);
  }

  @TreadleTest
  void aThreadWithoutATaskThatEndedIsNoticedByThoseWhoCome() throws InterruptedException {
    var mutex = Mutex.create("accounts");
    Thread.ofVirtual().name("worker").start(() -> mutex.acquire()).join();

    assertThatIllegalStateException()
        .isThrownBy(mutex::acquire)
        .withMessage(
            "mutex 'accounts' was held by thread 'worker', which ended without releasing it; use"
                + " try (var _ = mutex.acquire())");
  }

  @TreadleTest
  void aThreadWithoutATaskMayAcquireItInATimeout() {
    var mutex = Mutex.create();
    var token = moveOnAfter(SECOND, () -> mutex.acquire()).orElseThrow();

    assertThat(mutex.isHeldByCurrentTask()).isTrue();
    token.close();
    requireFree(mutex);
  }

  // --- Taking over

  @TreadleTest
  void aTokenThatIsTakenOverOutlivesTheTaskThatAcquiredIt() {
    var mutex = Mutex.create("accounts");
    TaskGroup.run(group -> {
      var token = mutex.acquire();
      group.start(
          "heir",
          () -> {
            var mine = token.adopt();
            sleep(SECOND);
            assertThat(mutex.isHeldByCurrentTask()).isTrue();
            token.close();
            assertThat(mutex.isHeldByCurrentTask()).isTrue();
            mine.close();
          });
    });

    requireFree(mutex);
  }

  @TreadleTest
  void whoTookItOverIsTheHolderThatMustNotEnd() {
    var mutex = Mutex.create("accounts");
    TaskGroup.run(group -> {
      var token = mutex.acquire();
      group.start("careless", () -> token.adopt());
    });

    assertThatIllegalStateException().isThrownBy(mutex::acquire).withMessage(LOST);
  }

  @TreadleTest
  void aTokenCanBeTakenOverFromATaskThatEnded() {
    var mutex = Mutex.create("accounts");
    TaskGroup.run(group -> group.start("careless", () -> mutex.acquire()).await().adopt().close());

    requireFree(mutex);
  }

  @TreadleTest
  void aClosedTokenCannotBeTakenOver() {
    var token = Mutex.create("accounts").acquire();
    token.close();

    assertThatIllegalStateException()
        .isThrownBy(token::adopt)
        .withMessage(
            "mutex 'accounts': expected a token that is open to be taken over, found one that was"
                + " closed or taken over");
  }

  // --- Looking

  @TreadleTest
  void itsStatisticsSayWhoHasItAndHowManyWaitSinceWhen(Simulation simulation) {
    var mutex = Mutex.create();
    TaskGroup.run(group -> {
      group.start("holder", () -> holdFor(mutex, SECOND.multipliedBy(5)));
      simulation.awaitBlocked();
      group.start(() -> mutex.acquire().close());
      sleep(SECOND);
      group.start(() -> mutex.acquire().close());
      sleep(SECOND);

      assertThat(mutex.statistics())
          .isEqualTo(
              new Mutex.Statistics(Optional.of("task 'main/holder'"), 2, SECOND.multipliedBy(2)));
    });
  }

  @TreadleTest
  void itSaysWhatItIs() {
    var mutex = Mutex.fair("accounts");

    assertThat(mutex).hasToString("mutex 'accounts' (free)");
    try (var _ = mutex.acquire()) {
      assertThat(mutex).hasToString("mutex 'accounts' (held)");
    }
    assertThat(Mutex.create()).hasToString("a mutex (free)");
  }

  @TreadleTest
  void aDeadlockOfTwoIsFoundAndNamed() {
    var here = Mutex.create("here");
    var there = Mutex.create("there");
    Treadle.run(() ->
        TaskGroup.run(
            "g",
            group -> {
              group.start("a", () -> acquireBoth(here, there));
              group.start("b", () -> acquireBoth(there, here));
              sleep(SECOND);

              assertThat(TaskTree.capture().cycles())
                  .singleElement()
                  .hasToString("g/a waits for mutex 'there' of g/b waits for mutex 'here' of g/a");
              group.cancel("seen");
            }));
  }

  private static void acquireBoth(Mutex first, Mutex second) {
    try (var _ = first.acquire()) {
      sleep(MILLI);
      second.acquire().close();
    }
  }

  // --- Many

  @TreadleTest
  void manyTasksLoseNoIncrement() {
    var mutex = Mutex.create();
    var counts = new ArrayList<Integer>(List.of(0));
    TaskGroup.run(group -> {
      for (int i = 0; i < 100; i++) {
        group.start(() -> {
          for (int j = 0; j < 100; j++) {
            try (var _ = mutex.acquire()) {
              counts.set(0, counts.getFirst() + 1);
            }
          }
        });
      }
    });

    assertThat(counts).containsExactly(10_000);
  }
}
