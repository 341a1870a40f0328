package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// How a cancellation reaches a thread, and how it is not lost on the way.
class StrandTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- It cannot be swallowed

  @TreadleTest
  void catchingEveryExceptionDoesNotCatchACancellation() {
    assertThat(
            moveOnAfter(
                SECOND,
                () -> {
                  while (true) {
                    try {
                      sleep(HOUR);
                    } catch (Exception swallowed) {
                      log.add(swallowed);
                    }
                  }
                }))
        .isEmpty();
    assertThat(log).isEmpty();
  }

  @TreadleTest(explore = 10_000)
  void whoCatchesItAllTheSameMeetsANewOneAtTheNextWait() {
    var caught = new ArrayList<Throwable>();

    boolean ended =
        moveOnAfter(
            SECOND,
            () -> {
              caught.add(catchThrowable(() -> sleep(HOUR)));
              caught.add(catchThrowable(() -> checkpoint()));
              caught.add(catchThrowable(() -> new Waiter<String>("never").await()));
              sleep(HOUR);
            });

    assertThat(ended).isFalse();
    assertThat(caught).hasOnlyElementsOfType(Cancelled.class).doesNotHaveDuplicates().hasSize(3);
  }

  @TreadleTest(explore = 10_000)
  void anInterruptThatWasSwallowedStrikesAtTheNextWaitOfOurs() {
    assertThatThrownBy(() ->
            Treadle.timeout(
                SECOND,
                () -> {
                  assertThat(interruptsWithin(HOUR, 1)).isEqualTo(1);
                  sleep(HOUR);
                }))
        .isInstanceOf(TaskTimeoutException.class)
        .hasCauseInstanceOf(Cancelled.class);
  }

  @TreadleTest
  void anInterruptThatWasSwallowedIsRepeatedAfterASecondAndThenEverLater(Simulation simulation) {
    moveOnAfter(
        SECOND,
        () -> {
          for (int i = 0; i < 8; i++) {
            interruptsWithin(HOUR, 1);
            log.add(simulation.clock().elapsed().toSeconds());
          }
        });

    assertThat(log).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 62L, 92L);
  }

  @TreadleTest
  void aCancellationFromTheTasksOwnThreadIsRepeatedToo() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(interruptsWithin(Duration.ofSeconds(10), 3));
    });

    assertThat(log).containsExactly(3);
  }

  @TreadleTest(explore = 10_000)
  void nothingIsRepeatedOnceCancelledWasThrown() {
    moveOnAfter(
        SECOND,
        () -> {
          interruptsWithin(HOUR, 1);
          log.add(catchThrowable(() -> sleep(HOUR)) instanceof Cancelled);
          log.add(interruptsWithin(HOUR, 1));
        });

    assertThat(log).containsExactly(true, 0);
  }

  @TreadleTest(explore = 10_000)
  void nothingIsRepeatedInAShield() {
    moveOnAfter(
        SECOND,
        () -> {
          interruptsWithin(HOUR, 1);
          log.add(shield(HOUR, () -> interruptsWithin(HOUR.dividedBy(2), 1)));
        });

    assertThat(log).containsExactly(0);
  }

  @TreadleTest
  void eachCancellationHasItsOwnSecondBeforeItIsRepeated(Simulation simulation) {
    Treadle.run(() -> {
      moveOnAfter(SECOND, () -> interruptsWithin(HOUR, 1));
      moveOnAfter(
          SECOND.dividedBy(2),
          () -> {
            interruptsWithin(HOUR, 1);
            log.add(simulation.clock().elapsed());
            interruptsWithin(HOUR, 1);
            log.add(simulation.clock().elapsed());
          });
    });

    assertThat(log).containsExactly(Duration.ofMillis(1500), Duration.ofMillis(2500));
  }

  @TreadleTest(explore = 10_000)
  void aGroupThatIsClosedInPassingDoesNotInterruptTheCleanupBehindIt() {
    moveOnAfter(
        SECOND,
        () -> {
          try (var group = TaskGroup.open()) {
            group.start(() -> sleep(HOUR));
            sleep(HOUR);
            group.join();
          } finally {
            log.add(Thread.currentThread().isInterrupted());
          }
        });

    assertThat(log).containsExactly(false);
  }

  @TreadleTest(explore = 10_000)
  void aGroupThatIsJoinedInPassingDoesNotInterruptTheCleanupBehindIt() {
    moveOnAfter(
        SECOND,
        () -> {
          var group = TaskGroup.open();
          group.start(() -> Treadle.shield(SECOND, () -> failAfter(SECOND)));
          try {
            sleep(HOUR);
          } finally {
            log.add(catchThrowable(() -> group.join()));
            log.add(Thread.currentThread().isInterrupted());
          }
        });

    assertThat(log.getFirst()).isInstanceOf(TaskFailedException.class);
    assertThat(log.getLast()).isEqualTo(false);
  }

  @TreadleTest(explore = 10_000)
  void anInterruptThatWasThrownIsNotSetAgainByAJoin() throws InterruptedException {
    moveOnAfter(
        SECOND,
        () -> {
          try (var group = TaskGroup.open()) {
            group.start(() -> sleep(HOUR));
            new CountDownLatch(1).await();
            group.join();
          } finally {
            log.add(Thread.currentThread().isInterrupted());
            log.add(interruptsWithin(Duration.ofSeconds(2), 1));
          }
        });

    assertThat(log).containsExactly(false, 1);
  }

  // --- Before the beginning

  @TreadleTest(explore = 10_000)
  void aTaskStartedInACancelledGroupRunsToItsFirstWait() {
    TaskGroup.run(group -> {
      group.cancel("enough");
      group.start(() -> {
        log.add("began");
        sleep(HOUR);
      });
    });

    assertThat(log).containsExactly("began");
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Strand", "dev.treadle.Scope"})
  void aTaskStartedWhileItsGroupIsBeingCancelledIsCancelledToo(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.start(() -> {
        new CountDownLatch(1).await();
      });
    });

    assertThat(simulation.clock().elapsed()).isZero(); // without the help of a repeated interrupt
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Strand", "dev.treadle.Scope"})
  void aTaskStartedByATaskThatIsBeingCancelledIsCancelledToo(Simulation simulation) {
    TaskGroup.run(group -> {
      var outer =
          group.start(() ->
              TaskGroup.run(inner ->
                  inner.start(() -> {
                    new CountDownLatch(1).await();
                  })));
      group.start(() -> outer.cancel("enough"));
    });

    assertThat(simulation.clock().elapsed()).isZero(); // without the help of a repeated interrupt
  }

  // --- Handlers

  @TreadleTest(explore = 10_000)
  void aTaskThatReplacedItsUncaughtExceptionHandlerIsCancelledByAnInterrupt() {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> log.add(failure));
            try {
              sleep(HOUR);
            } finally {
              log.add("cleaned");
            }
          });
      sleep(SECOND);
      task.cancel("enough");
    });

    assertThat(log).containsExactly("cleaned");
  }

  @TreadleTest
  void aHandlerThatWasCopiedToAnotherThreadPassesFailuresOn(Simulation simulation)
      throws InterruptedException {
    var failure = new AtomicReference<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
    try {
      Treadle.run(() -> {
        var handler = Thread.currentThread().getUncaughtExceptionHandler();
        assertThat(handler).isInstanceOf(Strand.class);
        handler.uncaughtException(Thread.currentThread(), new IllegalStateException("boo"));
      });
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(failure.get()).hasMessage("boo");
  }

  @TreadleTest
  void aThreadThatInheritedAHandlerIsNoTask() throws InterruptedException {
    Treadle.run(() -> {
      var other =
          Thread.ofVirtual()
              .uncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler())
              .start(() -> log.add(Strand.currentOrNull() == null));
      other.join();
    });

    assertThat(log).containsExactly(true);
  }

  // --- Turns

  @TreadleTest
  void aCheckpointGivesOthersATurn() {
    var turns = new AtomicInteger();

    TaskGroup.run(group -> {
      group.start(() -> turns.incrementAndGet());
      while (turns.get() == 0) {
        checkpoint();
      }
    });

    assertThat(turns).hasValue(1);
  }

  @TreadleTest
  void everySoOftenACheckpointParksForAMoment(Simulation simulation) {
    Treadle.run(() -> {
      for (int i = 0; i < 640; i++) {
        checkpoint();
      }
    });

    // A nanosecond each: what only yields would take no time at all.
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofNanos(10));
  }

  private static void failAfter(Duration duration) {
    sleep(duration);
    throw new IllegalStateException("boo");
  }

  /// How many interrupts came until the time was over or there were so many.
  private static int interruptsWithin(Duration duration, int atMost) {
    var never = new CountDownLatch(1);
    int interrupts = 0;
    while (interrupts < atMost) {
      try {
        if (!never.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
          return interrupts;
        }
      } catch (InterruptedException e) {
        interrupts++;
      }
    }
    return interrupts;
  }
}
