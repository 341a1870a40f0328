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

/// `Thread.interrupt()` by somebody who is not one of us: `shutdownNow()`, a test framework.
class ForeignInterruptTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- In a task

  @TreadleTest(explore = 10_000)
  void itCancelsTheTaskAndNotTheInnermostBlock(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        interruptIn(Duration.ofMillis(2500));
        while (true) {
          moveOnAfter(SECOND, () -> sleep(HOUR));
        }
      });
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(2500));
  }

  @TreadleTest(explore = 10_000)
  void itIsNotLostInATimeoutThatStrikesAtTheSameMoment(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        interruptIn(SECOND);
        while (true) {
          moveOnAfter(SECOND, () -> sleep(HOUR));
          sleep(Duration.ofMillis(1));
        }
      });
    });

    assertThat(simulation.clock().elapsed()).isBetween(SECOND, SECOND.plusMillis(1));
  }

  @TreadleTest(explore = 10_000)
  void itIsNotLostWhileABlockWaitsForItsCancellerToBeDone(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        CancelScope.run(scope -> {
          interruptIn(SECOND);
          group.start(() -> {
            sleep(SECOND);
            scope.cancel("enough");
          });
          sleep(HOUR);
        });
        sleep(HOUR);
      });
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void itIsNotLostInAJoin(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        interruptIn(Duration.ofMillis(1500));
        moveOnAfter(SECOND, () -> TaskGroup.run(inner -> inner.start(() -> slowToEnd())));
        sleep(HOUR);
      });
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void itStrikesAtACheckpoint() {
    TaskGroup.run(group -> {
      group.start(() -> {
        Thread.currentThread().interrupt();
        log.add(catchThrowable(() -> checkpoint()));
        log.add(Thread.currentThread().isInterrupted());
        sleep(HOUR);
      });
    });

    assertThat(log.getFirst()).isInstanceOf(Cancelled.class);
    assertThat(log.getLast()).isEqualTo(false);
  }

  @TreadleTest
  void itSaysWhatHappened() {
    var outcome =
        TaskGroup.call(group -> {
          var task = group.start("worker", () -> interruptSelfAndSleep());
          var _ = catchThrowable(() -> task.await());
          return task.outcome();
        });

    assertThat(outcome.orElseThrow())
        .asString()
        .contains("interrupted (task 'main/worker' was cancelled by Thread.interrupt())");
  }

  @TreadleTest
  void inAWaitOfTheJdkItIsTheJdksException() {
    assertThatThrownBy(() ->
            TaskGroup.run(group ->
                group.start(() -> {
                  interruptIn(SECOND);
                  timeout(HOUR, () -> new CountDownLatch(1).await());
                })))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @TreadleTest(explore = 10_000)
  void inAShieldItStartsTheTimeOfGrace(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        interruptIn(SECOND);
        shield(SECOND.multipliedBy(3), () -> sleep(SECOND.multipliedBy(2)));
        log.add(simulation.clock().elapsed());
        sleep(HOUR);
      });
    });

    assertThat(log).containsExactly(SECOND.multipliedBy(2));
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  // --- On a thread that runs no task

  @TreadleTest
  void outsideOfTasksAWaitThrowsAndTheFlagStaysSet() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> sleep(HOUR))
        .isInstanceOf(Cancelled.class)
        .hasMessageStartingWith("interrupted (a wait of ")
        .hasMessageEndingWith("was cancelled by Thread.interrupt())");
    assertThatThrownBy(() -> checkpoint()).isInstanceOf(Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @TreadleTest(explore = 10_000)
  void outsideOfTasksAWaitUnderWayEndsAndTheFlagStaysSet(Simulation simulation) {
    interruptIn(SECOND);

    assertThatThrownBy(() -> sleep(HOUR)).isInstanceOf(Cancelled.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(Thread.interrupted()).isTrue();
  }

  @TreadleTest(explore = 10_000)
  void aBlockOnAForeignThreadEndsAndGivesTheFlagBack(Simulation simulation) {
    interruptIn(SECOND);

    var thrown = catchThrowable(() -> timeout(SECOND, () -> sleep(HOUR)));
    assertThat(thrown).isInstanceOfAny(Cancelled.class, TaskTimeoutException.class);
    simulation.awaitBlocked();
    assertThat(Thread.interrupted()).isTrue();
  }

  @TreadleTest
  void aBlockThatNoticedAndWentOnGivesTheFlagBackToo() {
    int value =
        timeout(
            HOUR,
            () -> {
              Thread.currentThread().interrupt();
              var _ = catchThrowable(() -> checkpoint());
              return 7;
            });

    assertThat(value).isEqualTo(7);
    assertThat(Thread.interrupted()).isTrue();
  }

  @TreadleTest
  void aForeignThreadMayWaitForAGroupAndIsHeardAfterwards(Simulation simulation) {
    interruptIn(SECOND);

    assertThatThrownBy(() -> TaskGroup.run(group -> group.start(() -> sleep(HOUR))))
        .isInstanceOf(Cancelled.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void slowToEnd() {
    try {
      sleep(HOUR);
    } finally {
      shield(HOUR, () -> sleep(SECOND));
    }
  }

  private static void interruptSelfAndSleep() {
    Thread.currentThread().interrupt();
    sleep(HOUR);
  }

  /// Interrupts the calling thread in a while, unless it has ended.
  private static void interruptIn(Duration delay) {
    var target = Thread.currentThread();
    Thread.startVirtualThread(() -> {
      sleep(delay);
      target.interrupt();
    });
  }
}
