package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.cleaningUp;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Groups in a try-with-resources block.
class OpenTaskGroupTest {

  private static final String LEAKED =
      "task group '%s' is open still at the end of the block it was opened in (%s): its tasks were"
          + " cancelled; usual causes: TaskGroup.open() without try-with-resources, a group stored"
          + " in a field or returned, an iterator that opens a group and is not read to its end";

  private static final String NOT_JOINED =
      "task group '' was closed without join(): its tasks were cancelled; call join() as the last"
          + " line of the block, or use TaskGroup.run(group -> ...), which joins by itself";

  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void joinWaitsForEverything() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> cleaningUp(ended, () -> seconds(1)));
        group.start(() -> cleaningUp(ended, () -> seconds(2)));
        group.join();
        assertThat(ended).hasValue(2);
      }
    });
  }

  @TreadleTest(explore = 10_000)
  void aFailureCancelsTheTasksAndTheBlockLearnsOfItAtJoin() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> cleaningUp(ended, () -> forEver()));
        group.start(() -> fail("boo"));
        seconds(1);
        assertThat(ended).hasValue(1);
        assertThatThrownBy(group::join)
            .isInstanceOf(TaskFailedException.class)
            .hasMessage("java.io.IOException: boo");
      }
    });
  }

  @TreadleTest(explore = 10_000)
  void aFailedOneLeavesNoCancellationBehind() throws InterruptedException {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> fail("boo"));
        var _ = catchThrowable(group::join);
      }
      seconds(1);
      Thread.sleep(1000);
    });
  }

  @TreadleTest(explore = 10_000)
  void aGroupThatWasCancelledByHandIsJoinedNormally() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> rawForEver());
        group.cancel("enough");
        group.join();
      }
      seconds(1);
    });
  }

  @TreadleTest(explore = 10_000)
  void closeWithoutJoinCancelsAwaitsAndComplains() {
    Treadle.run(() -> {
      assertThatThrownBy(
              () -> {
                try (var group = TaskGroup.open()) {
                  group.start(() -> cleaningUp(ended, () -> forEver()));
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(NOT_JOINED);
      assertThat(ended).hasValue(1);
      seconds(1);
    });
  }

  @TreadleTest(explore = 10_000)
  void ifTheBlockThrewThatIsSuppressed() {
    var boo = new IOException("boo");
    Treadle.run(() ->
        assertThatThrownBy(
                () -> {
                  try (var group = TaskGroup.open()) {
                    group.start(() -> forEver());
                    throw boo;
                  }
                })
            .isSameAs(boo)
            .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1))
            .satisfies(thrown -> assertThat(thrown.getSuppressed()[0]).hasMessage(NOT_JOINED)));
  }

  @TreadleTest(explore = 10_000)
  void whatFailedMeanwhileIsSuppressedToo() {
    Treadle.run(() ->
        assertThatThrownBy(
                () -> {
                  try (var group = TaskGroup.open()) {
                    group.start(() -> fail("boo"));
                  }
                })
            .isInstanceOf(IllegalStateException.class)
            .satisfies(thrown ->
                assertThat(thrown.getSuppressed()[0]).hasMessage("java.io.IOException: boo")));
  }

  @TreadleTest(explore = 10_000)
  void cleanupBehindAGroupThatACancelledBlockClosesIsNotInterrupted() {
    var interrupted = new AtomicBoolean();
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> {
                  try (var group = TaskGroup.open()) {
                    group.start(() -> forEver());
                    forEver();
                  } finally {
                    interrupted.set(Thread.currentThread().isInterrupted());
                  }
                }))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(interrupted).isFalse();
  }

  @TreadleTest(explore = 10_000)
  void closeInACancelledBlockAwaitsCleanupThatWaits(Simulation simulation) {
    boolean inTime =
        moveOnAfter(
            Duration.ofSeconds(1),
            () -> {
              try (var group = TaskGroup.open()) {
                group.start(() -> cleaningUp(ended, () -> cleanUpFor(2)));
                forEver();
              } finally {
                assertThat(ended).hasValue(1);
              }
            });

    assertThat(inTime).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  private static void cleanUpFor(int seconds) {
    try {
      forEver();
    } finally {
      Treadle.shield(Duration.ofSeconds(60), () -> seconds(seconds));
    }
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideReachesTheTasks() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> {
                  try (var group = TaskGroup.open()) {
                    group.start(() -> cleaningUp(ended, () -> forEver()));
                    group.join();
                  }
                }))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(ended).hasValue(1);
  }

  @TreadleTest
  void aSoftCancellationIsForcedAfterItsGrace(Simulation simulation) {
    Treadle.run(() -> {
      try (var group = TaskGroup.open()) {
        group.start(() -> forEver());
        group.cancel("closing", Duration.ofSeconds(10));
        group.join();
      }
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @TreadleTest
  void twoGroupsMayBeJoinedInAnyOrder() {
    Treadle.run(() -> {
      try (var first = TaskGroup.open("first");
          var second = TaskGroup.open("second")) {
        first.start(ended::incrementAndGet);
        second.start(ended::incrementAndGet);
        first.join();
        second.join();
      }
    });

    assertThat(ended).hasValue(2);
  }

  // --- Bad use

  @TreadleTest
  void openNeedsATask() {
    assertThatThrownBy(() -> TaskGroup.open("crawl"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "task group 'crawl': expected open() inside a task or Treadle.run, found VirtualThread[")
        .hasMessageEndingWith("; TaskGroup.run(group -> ...) works on any thread");
    assertThatThrownBy(() -> TaskGroup.open()).hasMessageStartingWith("task group 'unnamed': ");
  }

  @TreadleTest
  void aGroupIsJoinedOnce() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open("crawl")) {
        group.join();
        assertThatThrownBy(group::join)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "task group 'crawl' is closed: expected one join(), in the block that opened it");
      }
    });
  }

  @TreadleTest
  void aGroupMayBeClosedTwice() {
    Treadle.run(() -> {
      var group = TaskGroup.open();
      group.join();
      group.close();
      group.close();
    });
  }

  @TreadleTest
  void itIsJoinedAndClosedByTheThreadThatOpenedIt() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open("crawl")) {
        group.start(() -> {
          assertThatThrownBy(group::join)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageMatching(
                  "task group 'crawl': expected join\\(\\) on VirtualThread.*, which opened it,"
                      + " found VirtualThread.*");
          assertThatThrownBy(group::close).hasMessageContaining("expected close() on");
        });
        group.join();
      }
    });
  }

  @TreadleTest
  void itIsJoinedInTheBlockThatOpenedIt() {
    Treadle.run(() -> {
      try (var group = TaskGroup.open("crawl")) {
        assertThatThrownBy(() -> timeout(Duration.ofSeconds(1), group::join))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "task group 'crawl': expected join() in the block that opened it, found it inside"
                    + " timeout of PT1S; open the group in there");
        group.join();
      }
    });
  }

  @TreadleTest(explore = 10_000)
  void aGroupLeftOpenInABlockIsEndedWithIt() {
    Treadle.run(() -> {
      assertThatThrownBy(() -> timeout(Duration.ofSeconds(1), this::leak))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(LEAKED, "leaked", "timeout of PT1S");
      assertThat(ended).hasValue(1);
      seconds(2);
    });
  }

  private TaskGroup leak() {
    var group = TaskGroup.open("leaked");
    group.start(() -> cleaningUp(ended, () -> forEver()));
    return group;
  }

  @TreadleTest(explore = 10_000)
  void soIsOneLeftOpenInATask() {
    assertThatThrownBy(() -> TaskGroup.run("outer", group -> group.start("task", this::leak)))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(LEAKED, "main/outer/task/leaked", "task 'main/outer/task'");
  }

  @TreadleTest(explore = 10_000)
  void soIsOneLeftOpenInAGroupsBlock() {
    assertThatThrownBy(() -> TaskGroup.run("outer", _ -> leak()))
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(LEAKED, "main/leaked", "task group 'main/outer'");
  }

  @TreadleTest(explore = 10_000)
  void ofSeveralEachIsTold() {
    Treadle.run(() ->
        assertThatThrownBy(() ->
                CancelScope.run(_ -> {
                  leak();
                  leak();
                  leak();
                }))
            .isInstanceOf(IllegalStateException.class)
            .satisfies(thrown ->
                assertThat(thrown.getSuppressed())
                    .hasSize(2)
                    .allMatch(other -> other instanceof IllegalStateException)));
  }

  @TreadleTest(explore = 10_000)
  void aBlockThatThrowsHasTheLeakSuppressed() {
    Treadle.run(() ->
        assertThatThrownBy(() ->
                CancelScope.run(_ -> {
                  leak();
                  throw new IllegalStateException("boo");
                }))
            .hasMessage("boo")
            .satisfies(thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .startsWith("task group 'leaked' is open still")));
  }

  @TreadleTest
  void itsTasksAreToldWhy() {
    var reason = new AtomicReference<String>();
    Treadle.run(() -> {
      var _ = catchThrowable(() -> CancelScope.run(_ -> leakOneThatTells(reason)));
    });

    assertThat(reason).hasValue("the block it was opened in has ended");
  }

  private static void leakOneThatTells(AtomicReference<String> reason) {
    TaskGroup.open()
        .start(() -> {
          try {
            forEver();
          } catch (Cancelled cancelled) {
            reason.set(cancelled.reason());
            throw cancelled;
          }
        });
  }

  @TreadleTest
  void whateverKindOfBlockThrowsHasTheLeakSuppressed() {
    requireSuppressed(() -> TaskGroup.run(_ -> leakAndFail()), 1);
    requireSuppressed(() -> TaskGroup.run(group -> group.start(() -> leakAndFail())), 1);
    requireSuppressed(() -> Treadle.gather(() -> leakAndFail()), 1);
    requireSuppressed(() -> Treadle.run(() -> leakAndFail()), 0);
    Treadle.run(() -> {
      requireSuppressed(() -> Treadle.run(() -> leakAndFail()), 0);
      requireSuppressed(() -> Treadle.shield(Duration.ofHours(1), () -> leakAndFail()), 0);
      requireSuppressed(() -> timeout(Duration.ofHours(1), () -> leakAndFail()), 0);
    });
    try (var pool = VirtualPool.of(1)) {
      requireSuppressed(() -> pool.run(() -> leakAndFail()), 0);
    }
  }

  private void leakAndFail() throws IOException {
    leak();
    fail("boo");
  }

  /// @param depth how many exceptions deep the block's own failure is
  private static void requireSuppressed(ThrowingCallable block, int depth) {
    var thrown = requireNonNull(catchThrowable(block));
    for (int i = 0; i < depth; i++) {
      thrown = requireNonNull(thrown.getCause());
    }
    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("boo");
    assertThat(thrown.getSuppressed())
        .singleElement()
        .satisfies(leak -> assertThat(leak).hasMessageContaining("is open still at the end"));
  }

  @TreadleTest(explore = 10_000)
  void whatFailedInALeakedGroupIsNotLost() {
    Treadle.run(() ->
        assertThatThrownBy(
                () -> CancelScope.run(_ -> TaskGroup.open().start(() -> failWhenCancelled("boo"))))
            .isInstanceOf(IllegalStateException.class)
            .satisfies(thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(lost -> assertThat(lost).hasMessage("java.io.IOException: boo"))));
  }

  @TreadleTest
  void anAbandonedGroupCannotBeJoinedOrUsed() {
    var kept = new AtomicReference<TaskGroup.Opened>();
    Treadle.run(() -> {
      var _ = catchThrowable(() -> CancelScope.run(_ -> kept.set(TaskGroup.open("leaked"))));

      assertThatThrownBy(() -> kept.get().join()).hasMessageContaining("is closed");
      assertThatThrownBy(() -> kept.get().start(() -> {}))
          .hasMessage(
              "task group 'leaked' is closed: start() was called after its block had ended");
      kept.get().close();
    });
  }
}
