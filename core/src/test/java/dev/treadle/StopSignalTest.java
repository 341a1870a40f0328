package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class StopSignalTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  @TreadleTest(explore = 10_000)
  void aRequestWakesThoseWhoWaitForItAndNobodyElse(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        stopping().await();
        log.add(simulation.clock().elapsed());
      });
      group.start(() -> {
        sleep(SECOND.multipliedBy(2));
        log.add(simulation.clock().elapsed());
      });
      sleep(SECOND);
      group.cancel("enough", HOUR);
    });

    assertThat(log).containsExactly(SECOND, SECOND.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void whenTheGraceIsOverWhatStillRunsIsCancelled(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        log.add(catchThrowable(() -> sleep(HOUR)));
        log.add(simulation.clock().elapsed());
        checkpoint();
      });
      group.cancel("maintenance", SECOND);
    });

    assertThat(log.getFirst())
        .asString()
        .contains("maintenance (task group 'main' was cancelled by ")
        .contains("StopSignalTest.java:");
    assertThat(log.getLast()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void theGraceOfAGroupWithoutABodyEndsToo(Simulation simulation) {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> sleep(HOUR));
        group.cancel("maintenance", SECOND);
        group.join();
      }
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void withoutGraceARequestIsACancellation(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> sleep(HOUR));
      group.cancel("enough", Duration.ZERO);
    });

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest(explore = 10_000)
  void tasksStartedLaterAndTasksOfTasksHearOfIt() {
    TaskGroup.run(group -> {
      group.start(() -> TaskGroup.run(inner -> inner.start(() -> stopping().await())));
      group.cancel("enough", HOUR);
      group.start(() -> stopping().await());
      log.add(stopping().isRequested());
    });

    assertThat(log).containsExactly(true);
  }

  @TreadleTest(explore = 10_000)
  void itIsHeardInAShield() {
    TaskGroup.run(group -> {
      group.start(() -> shield(HOUR, () -> stopping().await()));
      sleep(SECOND);
      group.cancel("enough", HOUR);
    });
  }

  @TreadleTest(explore = 10_000)
  void noRequestIsMissed() {
    TaskGroup.run(group -> {
      group.start(() -> log.add(stopping().await(HOUR)));
      group.start(() -> group.cancel("enough", HOUR.multipliedBy(2)));
    });

    assertThat(log).containsExactly(true);
  }

  @TreadleTest
  void waitingForItMayTakeNoLongerThanATime(Simulation simulation) {
    CancelScope.run(scope -> {
      log.add(scope.stopping().await(SECOND));
      log.add(scope.stopping().await(Duration.ZERO));
    });

    assertThat(log).containsExactly(false, false);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest(explore = 10_000)
  void anotherGroupsRequestDoesNotEndTheWait(Simulation simulation) {
    Treadle.run(() -> {
      var mine = stopping();
      try (var group = TaskGroup.open()) {
        group.start(() -> {
          sleep(SECOND);
          group.cancel("not yours", HOUR);
        });
        log.add(mine.await(SECOND.multipliedBy(2)));
        group.join();
      }
    });

    assertThat(log).containsExactly(false);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest(explore = 10_000)
  void aCancellationEndsTheWait() {
    assertThatThrownBy(() -> Treadle.timeout(SECOND, () -> stopping().await()))
        .isInstanceOf(TaskTimeoutException.class);
    checkpoint();
  }

  @TreadleTest
  void theFirstRequestCounts(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> sleep(HOUR));
      group.cancel("first", SECOND);
      group.cancel("second", Duration.ZERO);
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void itIsAwaitedByItsOwnThread() {
    CancelScope.run(scope ->
        TaskGroup.run(
            group -> group.start(() -> log.add(catchThrowable(() -> scope.stopping().await())))));

    assertThat(log.getFirst())
        .isInstanceOf(IllegalStateException.class)
        .asString()
        .contains("the stop signal of a block of ")
        .contains(": expected to be awaited by ")
        .endsWith("; ask CancelScope.current() where you wait");
  }

  @TreadleTest
  void badArgumentsAreMistakes() {
    assertThatThrownBy(() -> CancelScope.run(scope -> scope.stopping().await(SECOND.negated())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: expected a duration of zero or more, found PT-1S");
    assertThatThrownBy(() -> TaskGroup.run(group -> group.cancel("enough", SECOND.negated())))
        .hasRootCauseMessage("grace: expected a duration of zero or more, found PT-1S");
    CancelScope.run(scope ->
        assertThat(scope.stopping()).asString().startsWith("a request to stop a block of "));
  }

  private static StopSignal stopping() {
    return CancelScope.current().stopping();
  }
}
