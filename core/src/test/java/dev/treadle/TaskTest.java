package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class TaskTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.Child")
  void everybodyWhoAwaitsATaskGetsItsValue() {
    TaskGroup.run(group -> {
      var task = group.start(() -> "value");
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          assertThat(task.await()).isEqualTo("value");
          ended.incrementAndGet();
        });
      }
    });

    assertThat(ended).hasValue(3);
  }

  /// What a task is waited for with, and what it ends with, may be its value as well.
  @TreadleTest
  void anyValueIsJustAValue() {
    for (Object value :
        List.of(
            new Waiter<>("nothing"), new Awaiters(), new Outcome.Failure<>(new Error("not it")))) {
      TaskGroup.run(group -> {
        Task<Object> task = group.start(() -> value);
        assertThat(task.await()).isSameAs(value);
        assertThat(task.outcome()).contains(new Outcome.Success<>(value));
        assertThat(task.isDone()).isTrue();
      });
      assertThat(Treadle.gather(List.of(1), _ -> value)).containsExactly(value);
    }
  }

  @TreadleTest
  void nullIsAValueToo() {
    TaskGroup.run(group -> {
      var task = group.start(() -> {});
      assertThat(task.await()).isNull();
      assertThat(task.outcome().orElseThrow().isSuccess()).isTrue();
    });
  }

  @TreadleTest(explore = 10_000)
  void aFailureIsWrapped() {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task = group.start(() -> fail("boo"));
          for (int i = 0; i < 2; i++) {
            assertThatThrownBy(task::await)
                .isInstanceOf(TaskFailedException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessage("java.io.IOException: boo");
          }
        });
  }

  @TreadleTest(explore = 10_000)
  void awaitingACancelledTaskThrowsItsCancellationWrapped() {
    TaskGroup.run(group -> {
      var task = group.start(() -> forEver());
      task.cancel("not needed");
      assertThatThrownBy(task::await)
          .isInstanceOf(TaskFailedException.class)
          .cause()
          .isInstanceOfSatisfying(
              Cancelled.class, cause -> assertThat(cause.reason()).isEqualTo("not needed"));
    });
  }

  @TreadleTest(explore = 10_000)
  void whatACancelledTaskStartedIsCancelledToo() {
    TaskGroup.run(group -> {
      var task =
          group.start(() ->
              TaskGroup.run(inner -> {
                inner.start(() -> forEver());
                forEver();
              }));
      group.start(() -> task.cancel("not needed"));
    });
  }

  @TreadleTest(explore = 10_000)
  void cancellingWhoAwaitsLeavesTheTaskAlone() {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            seconds(5);
            return "value";
          });
      assertThatThrownBy(() -> timeout(SECOND, task::await))
          .isInstanceOf(TaskTimeoutException.class);
      assertThat(task.await()).isEqualTo("value");
    });
  }

  @TreadleTest(explore = 10_000)
  void aValueThatComesWithTheCancellationIsNotLost() {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            seconds(1);
            return "value";
          });
      moveOnAfter(SECOND, task::await).ifPresent(value -> assertThat(value).isEqualTo("value"));
      assertThat(task.await()).isEqualTo("value");
      seconds(1);
    });
  }

  @TreadleTest
  void awaitIsAWaitAlsoIfTheTaskHasEnded() {
    TaskGroup.run(group -> {
      var task = group.start(() -> "value");
      task.await();
      group.cancel("enough");
      assertThatThrownBy(task::await).isInstanceOf(Cancelled.class);
    });
  }

  @TreadleTest(explore = 10_000)
  void cancellingATaskThatHasEndedDoesNothing() {
    TaskGroup.run(group -> {
      var task = group.start(() -> "value");
      seconds(1);
      task.cancel("too late");
      assertThat(task.await()).isEqualTo("value");
      assertThat(task.outcome()).contains(new Outcome.Success<>("value"));
    });
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatSucceedsAlthoughItWasCancelledHasSucceeded() {
    TaskGroup.run(group -> {
      var task = group.start(() -> "value");
      task.cancel("too late");
      assertThat(task.await()).isEqualTo("value");
    });
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatFailsInItsCleanupHasFailed() {
    assertThatThrownBy(() ->
            TaskGroup.run(
                group -> group.start(() -> Work.failWhenCancelled("cleanup")).cancel("enough")))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: cleanup");
  }

  @TreadleTest(explore = 10_000)
  void aTaskInAWaitOfTheJdkEndsCancelled() {
    TaskGroup.run(group -> {
      var task = group.start(() -> Work.rawForEver());
      task.cancel("not needed");
      var _ = catchThrowable(task::await);
      assertThat(task.outcome().orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
    });
  }

  @TreadleTest
  void theOutcomeIsThereWhenTheTaskHasEnded() {
    TaskGroup.run(group -> {
      var task = group.start(() -> seconds(1));
      assertThat(task.isDone()).isFalse();
      assertThat(task.outcome()).isEmpty();

      seconds(2);
      assertThat(task.isDone()).isTrue();
      assertThat(task.outcome()).contains(new Outcome.Success<>(null));
    });
  }

  @TreadleTest
  void aTaskSaysWhatItIs() {
    TaskGroup.run(group -> {
      var task = group.start("fetch", () -> "page");
      assertThat(task).hasToString("task 'main/fetch' (running)");

      task.await();
      assertThat(task).hasToString("task 'main/fetch' (Success[value=page])");
    });
  }

  @TreadleTest
  void aTaskCannotAwaitItself() {
    var self = new AtomicReference<Task<?>>();
    TaskGroup.run(group ->
        self.set(
            group.start(
                "loop",
                () -> {
                  seconds(1);
                  assertThatThrownBy(() -> self.get().await())
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage(
                          "task 'main/loop' awaits its own end: expected another task to await it");
                })));
  }

  @TreadleTest(realTime = true)
  void aPlatformThreadMayAwaitATask() throws InterruptedException {
    var seen = new AtomicReference<String>();
    var begun = new CountDownLatch(1);
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            begun.await();
            return "value";
          });
      var stranger =
          Thread.ofPlatform()
              .start(() -> {
                begun.countDown();
                seen.set(task.await());
              });
      stranger.join();
    });

    assertThat(seen).hasValue("value");
  }

  @SuppressWarnings("NullAway")
  @TreadleTest(explore = 10_000)
  void ofManyWhoAwaitATaskThoseWhoGiveUpAreForgottenAndTheOthersWoken() {
    TaskGroup.run(group -> {
      var task = group.start(() -> seconds(5));
      for (int i = 0; i < 20; i++) {
        group.start(() -> moveOnAfter(SECOND, () -> task.await()));
      }
      group.start(() -> {
        task.await();
        ended.incrementAndGet();
      });
    });

    assertThat(ended).hasValue(1);
  }
}
