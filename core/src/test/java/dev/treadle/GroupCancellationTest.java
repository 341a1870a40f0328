package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Cancelling a group: by hand, by its deadline, with what is around it.
class GroupCancellationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger ended = new AtomicInteger();

  // --- By hand

  @TreadleTest(explore = 10_000)
  void aGroupThatItsBlockCancelsReturnsNormally() {
    TaskGroup.run(group -> {
      group.start(() -> forEver());
      group.start(() -> rawForEver());
      group.cancel("enough");
    });
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneThatATaskCancels() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.start(() -> rawForEver());
      forEver();
    });
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneThatIsCancelledFromAnotherTree() throws InterruptedException {
    var shared = new AtomicReference<TaskGroup>();
    var open = new CountDownLatch(1);
    var stranger =
        Thread.startVirtualThread(() -> {
          awaitQuietly(open);
          shared.get().cancel("enough");
        });

    TaskGroup.run(group -> {
      shared.set(group);
      open.countDown();
      group.start(() -> forEver());
    });
    stranger.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("expected nobody to interrupt this thread", e);
    }
  }

  @TreadleTest(explore = 10_000)
  void aBlockInAWaitOfTheJdkIsReachedToo() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      rawForEver();
    });
  }

  @TreadleTest(explore = 10_000)
  void aBlockThatAwaitsACancelledTaskIsCancelledAndHasNotFailed() {
    TaskGroup.run(group -> {
      var task = group.start(() -> forEver());
      group.start(() -> group.cancel("enough"));
      task.await();
    });
  }

  @SuppressWarnings("NullAway")
  @TreadleTest(explore = 10_000)
  void neitherHasATaskThatAwaitsAnother() {
    TaskGroup.run(group -> {
      var task = group.start(() -> forEver());
      group.start(() -> task.await());
      group.cancel("enough");
    });
  }

  @TreadleTest(explore = 10_000)
  void callThrowsIfTheGroupWasCancelledBeforeThereWasAValue() {
    assertThatThrownBy(() ->
            TaskGroup.call(group -> {
              group.start(() -> group.cancel("enough"));
              forEver();
              return "never";
            }))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            Cancelled.class, cancelled -> assertThat(cancelled.reason()).isEqualTo("enough"));
  }

  @TreadleTest(explore = 10_000)
  void itsCauseIsACancelledAlsoIfTheBlockWasInAWaitOfTheJdk() {
    var failed =
        catchThrowable(() ->
            TaskGroup.call(group -> {
              group.start(() -> group.cancel("enough"));
              rawForEver();
              return "never";
            }));

    assertThat(failed).isInstanceOf(TaskFailedException.class);
    assertThat(failed.getCause()).isInstanceOf(Cancelled.class).hasMessageStartingWith("enough (");
  }

  @TreadleTest(explore = 10_000)
  void callReturnsTheValueIfThereIsOne() {
    String value =
        TaskGroup.call(group -> {
          group.start(() -> forEver());
          group.cancel("enough");
          return "value";
        });

    assertThat(value).isEqualTo("value");
  }

  @TreadleTest(explore = 10_000)
  void aFailureInTheCleanupOfACancelledGroupIsThrown() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() -> failWhenCancelled("cleanup"));
              group.cancel("enough");
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @TreadleTest(explore = 10_000)
  void aCancelledGroupLeavesNoCancellationBehind() throws InterruptedException {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.start(() -> forEver());
    });

    seconds(1);
    Thread.sleep(1000);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @TreadleTest(explore = 10_000)
  void alsoIfItsBlockWasTold() throws InterruptedException {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      forEver();
    });

    seconds(1);
    Thread.sleep(1000);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @TreadleTest
  void aTaskThatIsCancelledAloneIsNoFailure() {
    TaskGroup.run(group -> {
      group.start(() -> forEver()).cancel("not needed");
      group.start(ended::incrementAndGet);
    });

    assertThat(ended).hasValue(1);
  }

  // --- Softly

  @TreadleTest
  void aSoftCancellationWaitsForThoseWhoStopByThemselves() {
    TaskGroup.run(group -> {
      group.start(() -> {
        CancelScope.current().stopping().await();
        seconds(2);
        ended.incrementAndGet();
      });
      seconds(1);
      group.cancel("closing", Duration.ofSeconds(10));
    });

    assertThat(ended).hasValue(1);
  }

  @TreadleTest
  void afterTheGraceTheRestIsCancelled() {
    var begin = Deadline.in(Duration.ZERO);

    TaskGroup.run(group -> {
      group.start(() -> forEver());
      group.cancel("closing", Duration.ofSeconds(10));
    });

    assertThat(Deadline.in(Duration.ZERO).nanos() - begin.nanos())
        .isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  @TreadleTest
  void aNegativeGraceIsRefused() {
    TaskGroup.run(group ->
        assertThatThrownBy(() -> group.cancel("closing", Duration.ofSeconds(-1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("grace: expected a duration of zero or more, found PT-1S"));
  }

  // --- By its deadline

  @TreadleTest(explore = 10_000)
  void aGroupWhoseDeadlineStrikesItsBlockFails() {
    assertThatThrownBy(() ->
            TaskGroup.run(_ -> {
              CancelScope.current().deadline(Deadline.in(SECOND));
              forEver();
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(TaskTimeoutException.class)
        .hasMessage(
            "dev.treadle.TaskTimeoutException: task group 'main': expected to end before its"
                + " deadline, and did not");
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneWhoseDeadlineStrikesATask() {
    assertThatThrownBy(() ->
            TaskGroup.call(group -> {
              CancelScope.current().deadline(Deadline.in(SECOND));
              group.start(() -> forEver());
              return "the rest is missing";
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void ifEverythingSucceededAfterAllSoHasTheGroup() {
    TaskGroup.run(group -> {
      CancelScope.current().deadline(Deadline.in(SECOND));
      group.start(() -> Treadle.shield(Duration.ofSeconds(5), () -> seconds(2)));
    });
  }

  @TreadleTest(explore = 10_000)
  void onEqualDeadlinesTheOutermostThrows() {
    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () ->
                    TaskGroup.run(group -> {
                      CancelScope.current().deadline(CancelScope.current().deadline());
                      group.start(() -> forEver());
                    })))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void aTasksOwnDeadlineIsNoFailureIfItsGroupIsCancelledAsWell() {
    TaskGroup.run(group -> {
      group.start(() -> {
        CancelScope.current().deadline(Deadline.in(SECOND));
        cleaningUpFor(2);
      });
      seconds(2);
      group.cancel("enough");
    });
  }

  @TreadleTest(explore = 10_000)
  void aTasksOwnDeadlineIsAFailureOtherwise() {
    assertThatThrownBy(() ->
            TaskGroup.run(group ->
                group.start(() -> {
                  CancelScope.current().deadline(Deadline.in(SECOND));
                  forEver();
                })))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage(
            "dev.treadle.TaskTimeoutException: task 'main/1': expected to end before its deadline,"
                + " and did not");
  }

  // --- From outside

  @TreadleTest(explore = 10_000)
  void aGroupThatIsCancelledFromOutsideEndsByThat() {
    assertThatThrownBy(
            () -> timeout(SECOND, () -> TaskGroup.run(group -> group.start(() -> forEver()))))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void whoeverCatchesTheCancelledMeetsItAgainAtTheNextWait() {
    var again = new AtomicBoolean();

    moveOnAfter(
        SECOND,
        () -> {
          assertThat(catchThrowable(() -> TaskGroup.run(group -> group.start(() -> forEver()))))
              .isInstanceOf(Cancelled.class);
          again.set(catchThrowable(() -> forEver()) instanceof Cancelled);
        });

    assertThat(again).isTrue();
  }

  @TreadleTest(explore = 10_000)
  void aGroupWhoseWorkIsDoneReturnsItsValueAlsoIfCancelledFromOutsideMeanwhile() {
    var value =
        moveOnAfter(
            SECOND,
            () ->
                TaskGroup.call(group -> {
                  group.start(() -> Treadle.shield(Duration.ofSeconds(5), () -> seconds(2)));
                  return "value";
                }));

    assertThat(value).contains("value");
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneThatCancelledTheRestItself() {
    var value =
        moveOnAfter(
            SECOND,
            () ->
                TaskGroup.call(group -> {
                  group.start(() -> cleaningUpFor(2));
                  group.cancel("enough");
                  return "value";
                }));

    assertThat(value).contains("value");
  }

  @TreadleTest(explore = 10_000)
  void soDoesOneOfWhichOnlyDaemonsWereLeft() {
    var value =
        moveOnAfter(
            SECOND,
            () ->
                TaskGroup.call(group -> {
                  group.startDaemon(() -> cleaningUpFor(2));
                  return "value";
                }));

    assertThat(value).contains("value");
  }

  private static void cleaningUpFor(int seconds) {
    try {
      forEver();
    } finally {
      Treadle.shield(Duration.ofSeconds(10), () -> seconds(seconds));
    }
  }

  @TreadleTest(explore = 10_000)
  void anInterruptOfAWaitingOwnersThreadCancelsEverything() throws InterruptedException {
    var flag = new AtomicBoolean();
    var thrown = new AtomicReference<Throwable>();
    var owner =
        Thread.startVirtualThread(() -> {
          thrown.set(catchThrowable(() -> TaskGroup.run(group -> group.start(() -> forEver()))));
          flag.set(Thread.currentThread().isInterrupted());
        });
    owner.interrupt();
    owner.join();

    assertThat(thrown.get()).isInstanceOf(Cancelled.class);
    assertThat(flag).isTrue();
  }

  @TreadleTest(explore = 10_000)
  void anInterruptWhileTheGroupIsBeingCancelledIsNotLost() throws InterruptedException {
    var flag = new AtomicBoolean();
    var owner =
        Thread.startVirtualThread(() -> {
          TaskGroup.run(group -> {
            group.start(() -> cleaningUpFor(2));
            group.start(() -> group.cancel("enough"));
          });
          flag.set(Thread.currentThread().isInterrupted());
        });
    seconds(1);
    owner.interrupt();
    owner.join();

    assertThat(flag).isTrue();
  }
}
