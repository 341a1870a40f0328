package dev.treadle;

import static dev.treadle.Tasks.waitAll;
import static dev.treadle.Tasks.waitFirst;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class TasksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Task<String> value(TaskGroup group, String value, int seconds) {
    return group.start(() -> {
      seconds(seconds);
      return value;
    });
  }

  // --- The first

  @TreadleTest(explore = 10_000)
  void theFirstThatEndsIsReturnedAndTheOthersGoOn() {
    TaskGroup.run(group -> {
      var slow = value(group, "slow", 3);
      var quick = value(group, "quick", 1);

      Task<String> first = waitFirst(slow, quick);

      assertThat(first).isSameAs(quick);
      assertThat(slow.isDone()).isFalse();
      assertThat(waitFirst(List.of(slow)).await()).isEqualTo("slow");
    });
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.Child", "dev.treadle.Awaiters"})
  void ofSeveralThatEndAtTheSameMomentItIsOneThatHasEnded() {
    TaskGroup.run(group -> {
      var tasks = List.of(value(group, "a", 0), value(group, "b", 0), value(group, "c", 1));

      assertThat(waitFirst(tasks).isDone()).isTrue();
    });
  }

  @TreadleTest(explore = 10_000)
  void howItEndedIsNoMatter() {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var failing = group.start(() -> fail("boo"));
          assertThat(waitFirst(failing, group.startDaemon(() -> forEver()))).isSameAs(failing);

          var cancelled = group.start(() -> forEver());
          cancelled.cancel("not needed");
          assertThat(waitFirst(cancelled)).isSameAs(cancelled);
        });
  }

  @TreadleTest
  void ofThoseThatHaveEndedAlreadyItIsTheFirstInOrder() {
    TaskGroup.run(group -> {
      var late = value(group, "late", 9);
      var two = value(group, "two", 2);
      var one = value(group, "one", 1);
      seconds(3);

      assertThat(waitFirst(late, two, one)).isSameAs(two);
    });
  }

  @TreadleTest(explore = 10_000)
  void aCancelledWaitLeavesTheTasksAlone() {
    TaskGroup.run(group -> {
      var tasks = List.of(value(group, "a", 2), value(group, "b", 3));

      assertThatThrownBy(() -> timeout(SECOND, () -> waitFirst(tasks)))
          .isInstanceOf(TaskTimeoutException.class);

      assertThat(waitFirst(tasks).await()).isEqualTo("a");
    });
  }

  @TreadleTest
  void theSameTaskMayBeThereTwice() {
    TaskGroup.run(group -> {
      var task = value(group, "a", 1);
      assertThat(waitFirst(task, task)).isSameAs(task);
    });
  }

  @TreadleTest
  void thereMustBeATaskToWaitFor() {
    assertThatThrownBy(() -> waitFirst(List.<Task<?>>of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tasks: expected at least one, found none");
    assertThatThrownBy(() -> waitFirst())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tasks: expected at least one, found none");
  }

  @TreadleTest
  void itIsAWaitAlsoIfOneHasEnded() {
    TaskGroup.run(group -> {
      var task = value(group, "a", 0);
      task.await();
      group.cancel("enough");
      assertThatThrownBy(() -> waitFirst(task)).isInstanceOf(Cancelled.class);
      assertThatThrownBy(() -> waitAll(task)).isInstanceOf(Cancelled.class);
      assertThatThrownBy(() -> waitAll()).isInstanceOf(Cancelled.class);
    });
  }

  // --- All

  @TreadleTest(explore = 10_000)
  void waitAllReturnsWhenAllHaveEndedHowever(Simulation simulation) {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var cancelled = group.start(() -> forEver());
          cancelled.cancel("not needed");
          var tasks =
              List.of(
                  value(group, "a", 3),
                  value(group, "b", 1),
                  group.start(() -> fail("boo")),
                  cancelled);

          waitAll(tasks);

          assertThat(tasks).allMatch(Task::isDone);
          assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
        });
  }

  @TreadleTest(explore = 10_000)
  void aCancelledWaitForAllLeavesTheTasksAlone() {
    TaskGroup.run(group -> {
      var task = value(group, "a", 2);
      assertThatThrownBy(() -> timeout(SECOND, () -> waitAll(value(group, "b", 0), task)))
          .isInstanceOf(TaskTimeoutException.class);
      assertThat(task.await()).isEqualTo("a");
    });
  }

  @TreadleTest
  void toWaitForNoneIsToWaitForNothing() {
    waitAll();
    waitAll(List.<Task<?>>of());
  }

  @TreadleTest
  void aTaskCannotWaitForItself() {
    var self = new AtomicReference<Task<?>>();
    TaskGroup.run(group ->
        self.set(
            group.start(
                "loop",
                () -> {
                  seconds(1);
                  assertThatThrownBy(() -> waitAll(self.get()))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageStartingWith("task 'main/loop' awaits its own end");
                })));
  }

  @TreadleTest
  void nullIsRefused() {
    TaskGroup.run(group -> {
      var tasks = Arrays.asList(value(group, "a", 0), null);
      assertThatThrownBy(() -> waitFirst(tasks))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("task");
      assertThatThrownBy(() -> waitAll(tasks))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("task");
    });
  }
}
