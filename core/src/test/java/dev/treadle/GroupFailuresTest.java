package dev.treadle;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.test.RealTime;
import dev.treadle.test.Simulation;
import dev.treadle.test.TestBody;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What comes out of a group when something in it failed.
class GroupFailuresTest {

  private static TaskFailedException failureOf(ThrowingCallable group) {
    return catchThrowableOfType(TaskFailedException.class, group);
  }

  private static List<String> messages(TaskFailedException failed) {
    return failed.failures().stream().map(Throwable::getMessage).toList();
  }

  @TreadleTest(explore = 10_000)
  void allFailuresAreThereInTheOrderInWhichTheTasksEnded() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              group.start(() -> lateFailure("third"));
              group.start(() -> failWhenCancelled("second"));
              seconds(1);
              group.start(() -> fail("first"));
            }));

    assertThat(messages(failed)).containsExactly("first", "second", "third");
    assertThat(failed.failureCount()).isEqualTo(3);
    assertThat(failed).hasMessage("java.io.IOException: first (and 2 more)");
  }

  private static void lateFailure(String message) throws IOException {
    try {
      forEver();
    } finally {
      Treadle.shield(Duration.ofSeconds(10), () -> seconds(1));
      fail(message);
    }
  }

  @TreadleTest(explore = 10_000)
  void theFirstIsTheCauseAndTheOthersAreSuppressed() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              group.start(() -> failWhenCancelled("second"));
              seconds(1);
              fail("first");
            }));

    assertThat(failed).hasCause(failed.failures().get(0));
    assertThat(failed).hasSuppressedException(failed.failures().get(1));
    assertThat(messages(failed)).containsExactly("first", "second");
  }

  @TreadleTest(explore = 10_000)
  void anExceptionThatTwoTasksThrowIsThereOnce() {
    var shared = new IOException("shared");

    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              group.start(() -> rethrow(shared));
              group.start(() -> rethrow(shared));
            }));

    assertThat(failed.failures()).containsExactly(shared);
    assertThat(failed.failureCount()).isEqualTo(1);
  }

  private static void rethrow(IOException failure) throws IOException {
    throw failure;
  }

  @TreadleTest
  void theFirstHundredAreKeptAndAllAreCounted() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              var all = new CountDownLatch(1);
              for (int i = 0; i < 250; i++) {
                group.start(() -> failAfter(all, "one of many"));
              }
              all.countDown();
            }));

    assertThat(failed.failures()).hasSize(100);
    assertThat(failed.getSuppressed()).hasSize(99);
    assertThat(failed.failureCount()).isEqualTo(250);
    assertThat(failed).hasMessage("java.io.IOException: one of many (and 249 more)");
  }

  private static void failAfter(CountDownLatch latch, String message) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException cancelled) {
      // It fails all the same.
    }
    fail(message);
  }

  @TreadleTest(explore = 10_000)
  void aChildsFailureThatTheBlockMeetsByAwaitingItIsNotWrappedAgain() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              var child = group.start(() -> fail("child"));
              child.await();
            }));

    assertThat(messages(failed)).containsExactly("child");
    assertThat(failed).hasCauseInstanceOf(IOException.class);
  }

  @SuppressWarnings("NullAway")
  @TreadleTest(explore = 10_000)
  void aChildsFailureThatASiblingMeetsByAwaitingItIsNotThereTwice() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              var child = group.start(() -> fail("child"));
              group.start(() -> child.await());
            }));

    assertThat(messages(failed)).containsExactly("child");
  }

  @TreadleTest(explore = 10_000)
  void ofAJoinThatAFurtherTaskThrowsWhatIsNewIsKept() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group -> {
              var child = group.start(() -> fail("child"));
              group.start(() -> throwJoined(child.outcome(), child));
            }));

    assertThat(failed.failures()).hasSizeBetween(1, 2);
    assertThat(messages(failed)).contains("child");
  }

  // Awaits the child inside a shield, and adds a failure of its own.
  private static void throwJoined(Object unused, Task<?> child) {
    Treadle.shield(
        Duration.ofSeconds(1),
        () ->
            TaskGroup.run(inner -> {
              inner.start(() -> failWhenCancelled("new"));
              child.await();
            }));
  }

  @TreadleTest
  void failuresOfAJoinThatTheBlockThrowsAreTheGroupsOwn() {
    var failed =
        failureOf(() -> TaskGroup.run(_ -> gather(() -> fail("a"), () -> failWhenCancelled("b"))));

    assertThat(messages(failed)).containsExactly("a", "b");
    assertThat(failed.failureCount()).isEqualTo(2);
    assertThat(failed).hasMessage("java.io.IOException: a (and 1 more)");
  }

  @TreadleTest
  void whatIsSuppressedInAJoinThatTheBlockThrowsIsNotLost() {
    var beside = new IllegalStateException("beside");

    var failed =
        failureOf(() ->
            TaskGroup.run(_ -> {
              try {
                gather(() -> fail("a"));
              } catch (TaskFailedException joined) {
                joined.addSuppressed(beside);
                throw joined;
              }
            }));

    assertThat(messages(failed)).containsExactly("a");
    assertThat(failed).hasSuppressedException(beside);
  }

  @TreadleTest
  void theBlocksOwnExceptionIsWrappedWhateverItIsAndWhateverFormTheGroupHas() {
    var checked = new IOException("checked");
    var unchecked = new IllegalStateException("unchecked");
    var assertion = new AssertionError("error");
    for (var thrown : List.of(checked, unchecked, assertion)) {
      assertThat(failureOf(() -> TaskGroup.run(_ -> throwIt(thrown)))).hasCause(thrown);
      assertThat(failureOf(() -> TaskGroup.run("name", _ -> throwIt(thrown)))).hasCause(thrown);
      assertThat(failureOf(() -> TaskGroup.call(_ -> throwIt(thrown)))).hasCause(thrown);
      assertThat(failureOf(() -> TaskGroup.call("name", _ -> throwIt(thrown)))).hasCause(thrown);
      assertThat(failureOf(() -> TaskGroup.supervise(_ -> throwIt(thrown)))).hasCause(thrown);
    }
    assertThat(failureOf(() -> TaskGroup.run(_ -> throwIt(checked))))
        .hasMessage("java.io.IOException: checked");
  }

  private static int throwIt(Throwable thrown) {
    throw Sneaky.<RuntimeException>rethrow(thrown);
  }

  @Test
  void anAssertionThatFailedInATaskFailsATestAsItself() {
    var failed = new AssertionError("as written");
    TestBody inATask = () -> TaskGroup.run(group -> group.start(() -> throwIt(failed)));

    assertThatThrownBy(() -> Simulation.run(_ -> inATask.run())).isSameAs(failed);
    assertThatThrownBy(() -> RealTime.within(Duration.ofMinutes(1), inATask)).isSameAs(failed);
  }

  @TreadleTest(explore = 10_000)
  void anErrorOfTheVirtualMachineComesOutAsItself() {
    var error = new StackOverflowError("deep");

    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              group.start(() -> failWhenCancelled("ordinary"));
              group.start(() -> fail("ordinary too"));
              group.start(() -> {
                throw error;
              });
            }))
        .isSameAs(error);
  }

  @TreadleTest
  void soDoesOneOfTheBlock() {
    var error = new OutOfMemoryError("full");

    assertThatThrownBy(() ->
            TaskGroup.call(_ -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @TreadleTest(explore = 10_000)
  void aCancelledWithoutACancellationIsAFailure() {
    var stray = new Cancelled(new Cancelled.Origin("stray", "nothing", "nobody"));

    var failed =
        failureOf(() ->
            TaskGroup.run(group ->
                group.start(() -> {
                  throw stray;
                })));

    assertThat(failed).hasCause(stray);
    assertThat(failed.failures()).containsExactly(stray);
  }

  @TreadleTest
  void soIsOneThatTheBlockThrows() {
    var stray = new Cancelled(new Cancelled.Origin("stray", "nothing", "nobody"));

    var failed =
        failureOf(() ->
            TaskGroup.run(_ -> {
              throw stray;
            }));

    assertThat(failed).hasCause(stray);
  }

  @TreadleTest
  void anInterruptedExceptionWithoutACancellationIsAFailure() {
    var failed =
        failureOf(() ->
            TaskGroup.run(group ->
                group.start(() -> {
                  throw new InterruptedException("mine");
                })));

    assertThat(failed).hasCauseInstanceOf(InterruptedException.class);
  }

  // --- Together with a cancellation from outside

  @TreadleTest(explore = 10_000)
  void aFailureWhileTheGroupIsCancelledFromOutsideIsThrown() {
    var failed =
        failureOf(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> TaskGroup.run(group -> group.start(() -> failWhenCancelled("cleanup")))));

    assertThat(messages(failed)).containsExactly("cleanup");
  }

  @TreadleTest(explore = 10_000)
  void whoeverCatchesItMeetsTheCancellationAtTheNextWait() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> {
                  failureOf(() ->
                      TaskGroup.run(group -> {
                        group.start(() -> failWhenCancelled("cleanup"));
                        forEver();
                      }));
                  forEver();
                }))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void alsoIfThatIsAWaitOfTheJdk() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> {
                  failureOf(() ->
                      TaskGroup.run(group -> {
                        group.start(() -> failWhenCancelled("cleanup"));
                        forEver();
                      }));
                  rawForEver();
                }))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(explore = 10_000)
  void aFailedGroupLeavesNoCancellationBehind() throws InterruptedException {
    failureOf(() ->
        TaskGroup.run(group -> {
          group.start(() -> fail("a"));
          group.start(() -> fail("b"));
        }));

    seconds(1);
    Thread.sleep(1000);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
