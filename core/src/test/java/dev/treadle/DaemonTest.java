package dev.treadle;

import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

class DaemonTest {

  private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

  private void endingWith(String what, Action<?> body) throws Exception {
    try {
      body.run();
    } finally {
      order.add(what);
    }
  }

  @TreadleTest(explore = 10_000)
  void daemonsAreCancelledWhenEverythingElseHasEnded() {
    TaskGroup.run(group -> {
      group.startDaemon(() -> endingWith("daemon", () -> forEver()));
      group.start(() -> endingWith("task", () -> seconds(1)));
      group.after(Duration.ofSeconds(2), () -> order.add("after"));
      order.add("body");
    });

    assertThat(order).containsExactly("body", "task", "after", "daemon");
  }

  @TreadleTest(explore = 10_000)
  void theGroupAwaitsTheirCleanup() {
    TaskGroup.run(group ->
        group.startDaemon(() ->
            endingWith(
                "cleaned up",
                () -> {
                  try {
                    forEver();
                  } finally {
                    Treadle.shield(Duration.ofSeconds(10), () -> seconds(5));
                  }
                })));

    assertThat(order).containsExactly("cleaned up");
  }

  @TreadleTest(explore = 10_000)
  void aDaemonThatHasJustBeenStartedRunsToItsFirstWait() {
    TaskGroup.run(group ->
        group.startDaemon(() -> {
          order.add("began");
          endingWith("daemon", () -> forEver());
        }));

    assertThat(order).containsExactly("began", "daemon");
  }

  @TreadleTest(explore = 10_000)
  void whatADaemonStartsIsADaemonToo() {
    TaskGroup.run(group -> {
      group.startDaemon(() -> {
        group.start(() -> endingWith("of a daemon", () -> forEver()));
        group.after(Duration.ofHours(1), () -> order.add("never"));
        forEver();
      });
      seconds(1);
    });

    assertThat(order).containsExactly("of a daemon");
  }

  @TreadleTest(explore = 10_000)
  void whatItsTasksStartIsAsWell() {
    TaskGroup.run(outer ->
        outer.startDaemon(() ->
            TaskGroup.run(inner ->
                inner.start(() -> {
                  outer.start(() -> endingWith("of a daemon's task", () -> forEver()));
                  forEver();
                }))));
  }

  @TreadleTest(explore = 10_000)
  void ordinaryTasksStartedByOthersStayOrdinary() {
    TaskGroup.run(group -> {
      group.startDaemon(() -> forEver());
      group.start(() -> group.start(() -> endingWith("ordinary", () -> seconds(5))));
    });

    assertThat(order).containsExactly("ordinary");
  }

  @TreadleTest(explore = 10_000)
  void aDaemonsFailureFailsTheGroup() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.startDaemon(() -> fail("daemon"));
              group.start(() -> endingWith("task", () -> forEver()));
              forEver();
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: daemon");
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneInItsCleanup() {
    assertThatThrownBy(
            () -> TaskGroup.run(group -> group.startDaemon(() -> failWhenCancelled("cleanup"))))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: cleanup");
  }

  @TreadleTest(explore = 10_000)
  void aFailureOfATaskCancelsTheDaemons() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.startDaemon(() -> endingWith("daemon", () -> forEver()));
              group.start(() -> fail("task"));
            }))
        .isInstanceOf(TaskFailedException.class);

    assertThat(order).containsExactly("daemon");
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.GroupScope", "dev.treadle.Children"})
  void aDaemonFromAnotherTreeRunsInsideTheGroupOrIsRefused() throws InterruptedException {
    var shared = new AtomicReference<TaskGroup>();
    var stranger =
        Thread.startVirtualThread(() -> {
          var group = shared.get();
          if (group != null) {
            startUnlessClosed(group);
          }
        });

    TaskGroup.run(group -> {
      shared.set(group);
      group.startDaemon(() -> forEver());
    });
    order.add("over");

    stranger.join();
    assertThat(order).last().isEqualTo("over");
  }

  private void startUnlessClosed(TaskGroup group) {
    try {
      group.startDaemon(() -> endingWith("late", () -> forEver()));
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("is closed");
    }
  }

  @TreadleTest
  void theirOutcomeSaysWhyTheyEnded() {
    Task<?> daemon = TaskGroup.call(group -> group.startDaemon("d", () -> forEver()));

    assertThat(daemon.outcome())
        .contains(
            new Outcome.Cancelled<>(
                new Cancelled.Origin(
                    "the group's work is done",
                    "daemons of task group 'main'",
                    "the group's end")));
  }
}
