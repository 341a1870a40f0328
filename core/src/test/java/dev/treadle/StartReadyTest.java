package dev.treadle;

import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.cleaningUp;
import static dev.treadle.Work.fail;
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
import java.util.concurrent.atomic.AtomicInteger;

class StartReadyTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void itReturnsTheValueWithWhichTheTaskSaysThatItIsReady() {
    TaskGroup.run(group -> {
      int port =
          group.<Integer>startReady(started -> {
            seconds(1);
            started.with(8080);
            seconds(1);
            ended.incrementAndGet();
          });
      assertThat(port).isEqualTo(8080);
      assertThat(ended).hasValue(0);
    });

    assertThat(ended).hasValue(1);
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void theValueMayBeNull() {
    TaskGroup.run(
        group -> assertThat(group.<String>startReady(started -> started.with(null))).isNull());
  }

  @TreadleTest(explore = 10_000)
  void aFailureBeforeThatIsTheCallersAndNotTheGroups() {
    TaskGroup.run(group -> {
      group.start(() -> cleaningUp(ended, () -> seconds(1)));
      assertThatThrownBy(() -> group.startReady(_ -> fail("no port")))
          .isInstanceOf(TaskFailedException.class)
          .hasCauseInstanceOf(IOException.class)
          .hasMessage("java.io.IOException: no port");
    });

    assertThat(ended).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void aFailureAfterThatIsTheGroups() {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.<Integer>startReady(started -> {
                started.with(1);
                fail("later");
              });
              forEver();
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: later");
  }

  @TreadleTest(explore = 10_000)
  void aFailureThatTheCallerThrowsOnIsReportedOnce() {
    assertThatThrownBy(() -> TaskGroup.run(group -> group.startReady(_ -> fail("no port"))))
        .isInstanceOfSatisfying(
            TaskFailedException.class, failed -> assertThat(failed.failures()).hasSize(1))
        .hasMessage("java.io.IOException: no port");
  }

  @TreadleTest(explore = 10_000)
  void aTaskThatEndsWithoutBeingReadyIsAMistake() {
    TaskGroup.run(
        "servers",
        group ->
            assertThatThrownBy(() -> group.startReady(_ -> {}))
                .isInstanceOf(TaskFailedException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "task group 'main/servers': expected the task to call started.with(value), found"
                        + " that it ended"));
  }

  @TreadleTest(explore = 10_000)
  void toBeReadyTwiceIsAMistake() {
    assertThatThrownBy(() ->
            TaskGroup.run(
                "servers",
                group ->
                    group.<Integer>startReady(started -> {
                      started.with(1);
                      started.with(2);
                    })))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task group 'main/servers': expected one started.with(value), found a second");
  }

  @TreadleTest(explore = 10_000)
  void aCallerThatIsCancelledTakesTheTaskAlong() {
    TaskGroup.run(group -> {
      assertThatThrownBy(() ->
              timeout(SECOND, () -> group.startReady(_ -> cleaningUp(ended, () -> rawForEver()))))
          .isInstanceOf(TaskTimeoutException.class);

      assertThat(ended).hasValue(1);
    });
  }

  @TreadleTest(explore = 20_000)
  void aTaskThatGetsReadyJustThenIsNeitherLostNorLeft() {
    TaskGroup.run(group -> {
      var ready = new AtomicInteger();
      var thrown =
          catchThrowable(() ->
              timeout(
                  SECOND,
                  () ->
                      ready.set(
                          group.<Integer>startReady(started -> {
                            seconds(1);
                            started.with(7);
                            cleaningUp(ended, () -> seconds(1));
                          }))));

      if (thrown == null) {
        assertThat(ready).hasValue(7);
      } else {
        assertThat(thrown).isInstanceOf(TaskTimeoutException.class);
        assertThat(ended).hasValueLessThan(2);
      }
    });
  }

  @TreadleTest(explore = 10_000)
  void afterItIsReadyACancellationOfTheCallerLeavesItAlone() {
    TaskGroup.run(group ->
        assertThatThrownBy(() ->
                timeout(
                    SECOND,
                    () -> {
                      group.<Integer>startReady(started -> {
                        started.with(7);
                        seconds(5);
                        ended.incrementAndGet();
                      });
                      forEver();
                    }))
            .isInstanceOf(TaskTimeoutException.class));

    assertThat(ended).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void aFailureInTheCleanupOfATaskWhoseCallerWasCancelledIsTheGroups() {
    assertThatThrownBy(() ->
            TaskGroup.run(group ->
                timeout(SECOND, () -> group.startReady(_ -> failWhenCancelled("cleanup")))))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.first(IOException.class)).isPresent());
  }

  @TreadleTest(explore = 20_000)
  void aCancelledGroupIsNoFailureForACallerInside() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.startReady(_ -> forEver());
    });
  }

  @TreadleTest(explore = 20_000)
  void norIfTheTaskIsInAWaitOfTheJdk() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      group.startReady(_ -> rawForEver());
    });
  }

  @TreadleTest(explore = 10_000)
  void aCallerInAnotherTreeLearnsThatTheTaskWasCancelled() {
    TaskGroup.run(outer -> {
      var group = new java.util.concurrent.CompletableFuture<TaskGroup>();
      outer.start(() ->
          assertThatThrownBy(() -> group.get().startReady(_ -> rawForEver()))
              .isInstanceOf(TaskFailedException.class)
              .hasCauseInstanceOf(Cancelled.class));
      TaskGroup.run(inner -> {
        group.complete(inner);
        seconds(1);
        inner.cancel("enough");
      });
    });
  }

  @TreadleTest(explore = 10_000)
  void aCallerThatIsCancelledAlreadyStartsNothing() {
    TaskGroup.run(group -> {
      group.cancel("enough");
      assertThatThrownBy(() -> group.startReady(_ -> ended.incrementAndGet()))
          .isInstanceOf(Cancelled.class);
    });

    assertThat(ended).hasValue(0);
  }

  @TreadleTest(realTime = true)
  void aPlatformThreadMayCallIt() {
    var value = new AtomicInteger();
    TaskGroup.run(group -> {
      var stranger =
          Thread.ofPlatform()
              .start(() -> value.set(group.<Integer>startReady(started -> started.with(7))));
      stranger.join();
    });

    assertThat(value).hasValue(7);
  }
}
