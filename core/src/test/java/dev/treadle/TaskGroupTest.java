package dev.treadle;

import static dev.treadle.Work.cleaningUp;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class TaskGroupTest {

  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void aGroupReturnsWhenEveryChildHasEnded() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          seconds(1);
          ended.incrementAndGet();
        });
      }
    });

    assertThat(ended).hasValue(3);
  }

  @TreadleTest(explore = 10_000)
  void itWaitsForWhatItsTasksStartToo() {
    TaskGroup.run(group ->
        group.start(() -> {
          group.start(() -> {
            group.start(ended::incrementAndGet);
            ended.incrementAndGet();
          });
          ended.incrementAndGet();
        }));

    assertThat(ended).hasValue(3);
  }

  @TreadleTest
  void theBlockRunsInTheCallersThread() {
    var inside = new AtomicReference<Thread>();

    TaskGroup.run(group -> inside.set(Thread.currentThread()));

    assertThat(inside).hasValue(Thread.currentThread());
  }

  @TreadleTest
  void theBlocksValueIsReturned() {
    String value = TaskGroup.call(group -> group.start(() -> "a").await() + "b");

    assertThat(value).isEqualTo("ab");
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void theBlocksValueMayBeNull() {
    assertThat(TaskGroup.<String>call(_ -> null)).isNull();
  }

  @TreadleTest(explore = 10_000)
  void aFailureCancelsTheSiblingsAndTheBlock() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() -> cleaningUp(ended, () -> forEver()));
              group.start(() -> cleaningUp(ended, () -> rawForEver()));
              group.start(() -> fail("boo"));
              cleaningUp(ended, () -> forEver());
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessage("java.io.IOException: boo");

    assertThat(ended).hasValue(3);
  }

  @TreadleTest(explore = 10_000)
  void aFailureOfTheBlockCancelsTheChildren() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() -> cleaningUp(ended, () -> forEver()));
              group.start(() -> cleaningUp(ended, () -> rawForEver()));
              fail("boo");
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: boo");

    assertThat(ended).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void childrenOfChildrenAreCancelledToo() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() ->
                  TaskGroup.run(inner -> {
                    inner.start(() -> cleaningUp(ended, () -> forEver()));
                    inner.start(() -> cleaningUp(ended, () -> rawForEver()));
                  }));
              group.start(() -> fail("boo"));
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: boo");

    assertThat(ended).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void aGroupInATaskOfAGroupInTheSameThreadIsCancelledWithTheOuterOne() {
    TaskGroup.run(outer -> {
      outer.start(() -> outer.cancel("enough"));
      TaskGroup.run(inner -> inner.start(() -> cleaningUp(ended, () -> forEver())));
    });

    assertThat(ended).hasValue(1);
  }

  @TreadleTest(timeout = "2m")
  void aChainOfThousandsOfGroupsInGroupsIsCancelledAndUnwound() {
    int depth = 5000;
    var levels = new AtomicInteger();
    TaskGroup.run(group -> {
      var bottom = new CountDownLatch(1);
      group.start(() -> nest(depth, levels, bottom));
      bottom.await();

      group.cancel("enough");
    });

    assertThat(levels).hasValue(depth);
  }

  private static void nest(int depth, AtomicInteger levels, CountDownLatch bottom) {
    try {
      if (depth == 1) {
        bottom.countDown();
        forEver();
      }
      TaskGroup.run(group -> group.start(() -> nest(depth - 1, levels, bottom)));
    } finally {
      levels.incrementAndGet();
    }
  }

  @TreadleTest(timeout = "2m")
  void aFailureAtTheEndOfAChainOfThousandsReachesItsTop() {
    assertThatThrownBy(() -> failDeep(3000))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: deep");
  }

  private static void failDeep(int depth) throws IOException {
    if (depth == 0) {
      fail("deep");
    }
    TaskGroup.run(group -> group.start(() -> failDeep(depth - 1)));
  }

  // --- Starting

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.GroupScope", "dev.treadle.Children"})
  void aTaskFromAnotherTreeRunsInsideTheGroupOrIsRefused() throws InterruptedException {
    var shared = new AtomicReference<TaskGroup>();
    var over = new AtomicInteger();
    var late = new AtomicInteger();
    var stranger =
        Thread.startVirtualThread(() -> {
          var group = shared.get();
          if (group != null) {
            startUnlessClosed(group, () -> late.addAndGet(over.get()));
          }
        });

    TaskGroup.run(shared::set);
    over.set(1);

    stranger.join();
    assertThat(late).hasValue(0);
  }

  private void startUnlessClosed(TaskGroup group, Action<?> body) {
    try {
      group.start(body);
    } catch (IllegalStateException closed) {
      assertThat(closed)
          .hasMessage("task group 'main' is closed: start() was called after its block had ended");
    }
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatEndsLastMayStillStartAnother() {
    TaskGroup.run(group ->
        group.start(() -> {
          seconds(1);
          group.start(() -> {
            seconds(1);
            ended.incrementAndGet();
          });
        }));

    assertThat(ended).hasValue(1);
  }

  @TreadleTest(realTime = true)
  void aPlatformThreadMayStartTasks() {
    TaskGroup.run(group -> {
      var stranger = Thread.ofPlatform().start(() -> group.start(ended::incrementAndGet));
      stranger.join();
    });

    assertThat(ended).hasValue(1);
  }

  @TreadleTest(realTime = true)
  void aPlatformThreadMayRunAGroup() throws InterruptedException {
    var stranger =
        Thread.ofPlatform()
            .start(() -> TaskGroup.run(group -> group.start(ended::incrementAndGet)));
    stranger.join();

    assertThat(ended).hasValue(1);
  }

  @TreadleTest
  void nothingIsStartedInAClosedGroup() {
    var kept = new AtomicReference<TaskGroup>();
    TaskGroup.run("crawl", kept::set);

    assertThatThrownBy(() -> kept.get().start(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "task group 'main/crawl' is closed: start() was called after its block had ended");
    assertThatThrownBy(() -> kept.get().startDaemon(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "task group 'main/crawl' is closed: start() was called after its block had ended");
  }

  @TreadleTest(explore = 10_000)
  void inACancelledGroupATaskStillRunsToItsFirstWait() {
    TaskGroup.run(group -> {
      group.cancel("enough");
      group.start(() -> {
        try {
          ended.incrementAndGet();
          forEver();
        } finally {
          ended.incrementAndGet();
        }
      });
    });

    assertThat(ended).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatIsStartedWhileTheGroupIsCancelledIsCancelledToo() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.start(() -> rawForEver());
      group.start(() -> group.start(() -> forEver()));
    });
  }

  // --- Names

  @TreadleTest
  void tasksHaveTheirPlaceInTheTreeAsPath() {
    var paths = new ArrayList<String>();
    TaskGroup.run(
        "crawl",
        group -> {
          paths.add(group.start(() -> {}).path());
          paths.add(group.start("fetch", () -> {}).path());
          paths.add(group.startDaemon(() -> {}).path());
          paths.add(group.startDaemon("log", () -> {}).path());
          paths.add(group.start(TaskGroupTest::pathOfATaskInside).await());
        });

    assertThat(paths)
        .containsExactly(
            "main/crawl/1",
            "main/crawl/fetch",
            "main/crawl/daemon-1",
            "main/crawl/log",
            "main/crawl/3/1");
  }

  private static String pathOfATaskInside() {
    return TaskGroup.call(group -> group.start(() -> {}).path());
  }

  @TreadleTest
  void aNameIsTheThreadsNameToo() {
    var name = new AtomicReference<String>();

    TaskGroup.run(group -> group.start("fetch", () -> name.set(Thread.currentThread().getName())));

    assertThat(name).hasValue("main/fetch");
  }

  @TreadleTest
  void aGroupSaysHowManyTasksRun() {
    TaskGroup.run(
        "crawl",
        group -> {
          assertThat(group).hasToString("task group 'main/crawl' with 0 running");

          group.start(() -> {});

          assertThat(group).hasToString("task group 'main/crawl' with 1 running");
        });
  }

  // --- Bad use

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefused() {
    assertThatThrownBy(() -> TaskGroup.run((Each<TaskGroup, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> TaskGroup.call((Step<TaskGroup, String, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> TaskGroup.run(null, _ -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullBodiesAndNamesOfTasksAreRefused() {
    TaskGroup.run(group -> {
      List<Action<?>> calls =
          List.of(
              () -> group.start((Action<Exception>) null),
              () -> group.start((Body<String, Exception>) null),
              () -> group.startDaemon(null),
              () -> group.startReady(null));
      for (var call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessage("body");
      }
      assertThatThrownBy(() -> group.start(null, () -> {}))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("name");
      assertThatThrownBy(() -> group.cancel(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("reason");
    });
  }
}
