package dev.treadle;

import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class SupervisedGroupTest {

  private final ConcurrentLinkedQueue<Throwable> heard = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void aFailureGoesToTheHandlerAndLeavesTheSiblingsAlone() {
    TaskGroup.supervise(
        heard::add,
        group -> {
          group.start(() -> fail("one"));
          group.start(() -> {
            seconds(1);
            ended.incrementAndGet();
          });
          group.start(() -> fail("two"));
        });

    assertThat(ended).hasValue(1);
    assertThat(heard).extracting(Throwable::getMessage).containsExactlyInAnyOrder("one", "two");
  }

  @TreadleTest(explore = 10_000)
  void theHandlerHasHeardOfItBeforeTheGroupReturns() {
    TaskGroup.supervise(
        failure -> {
          seconds(1);
          heard.add(failure);
        },
        group -> group.start(() -> fail("slow")));

    assertThat(heard).hasSize(1);
  }

  @TreadleTest
  void theHandlerRunsInTheThreadOfTheTaskThatFailed() {
    var thread = new AtomicReference<Thread>();
    var handler = new AtomicReference<Thread>();

    TaskGroup.supervise(
        _ -> handler.set(Thread.currentThread()),
        group ->
            group.start(() -> {
              thread.set(Thread.currentThread());
              fail("boo");
            }));

    assertThat(handler.get()).isSameAs(thread.get());
  }

  @TreadleTest(explore = 10_000)
  void aFailureOfTheBlockCancelsTheTasks() {
    assertThatThrownBy(() ->
            TaskGroup.supervise(
                heard::add,
                group -> {
                  group.start(() -> forEver());
                  fail("body");
                }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: body");

    assertThat(heard).isEmpty();
  }

  @TreadleTest(explore = 10_000)
  void aChildsFailureThatTheBlockMeetsByAwaitingItIsNotWrappedAgain() {
    assertThatThrownBy(() ->
            TaskGroup.supervise(heard::add, group -> group.start(() -> fail("child")).await()))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);

    assertThat(heard).hasSize(1);
  }

  @TreadleTest(explore = 10_000)
  void aFailureOfADaemonGoesToTheHandlerToo() {
    TaskGroup.supervise(
        heard::add,
        group -> {
          group.startDaemon(() -> fail("daemon"));
          seconds(1);
        });

    assertThat(heard).extracting(Throwable::getMessage).containsExactly("daemon");
  }

  @TreadleTest
  void aTaskThatIsCancelledAloneIsNoFailure() {
    TaskGroup.supervise(heard::add, group -> group.start(() -> forEver()).cancel("not needed"));

    assertThat(heard).isEmpty();
  }

  @TreadleTest
  void withoutAHandlerFailuresAreLogged() {
    try (var log = LogCapture.begin()) {
      TaskGroup.supervise(group -> group.start("task", () -> fail("boo")));

      assertThat(log.messages()).containsExactly("task 'main/task' failed");
      assertThat(log.thrown()).extracting(Throwable::getMessage).isEqualTo(List.of("boo"));
    }
  }

  @TreadleTest
  void ifTheHandlerFailsBothAreLogged() {
    requireBothLogged(new IllegalStateException("broken"));
    requireBothLogged(new AssertionError("broken"));
  }

  private void requireBothLogged(Throwable broken) {
    ended.set(0);
    try (var log = LogCapture.begin()) {
      TaskGroup.supervise(
          _ -> {
            throw Sneaky.<RuntimeException>rethrow(broken);
          },
          group -> {
            group.start("task", () -> fail("boo"));
            seconds(1);
            ended.incrementAndGet();
          });

      assertThat(log.messages()).containsExactly("task 'main/task' failed");
      assertThat(log.thrown().getFirst()).hasMessage("boo").hasSuppressedException(broken);
    }
    assertThat(ended).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsIt() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () -> TaskGroup.supervise(heard::add, group -> group.start(() -> forEver()))))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(heard).isEmpty();
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void aNullHandlerMeansTheLog() {
    assertThatThrownBy(() -> TaskGroup.supervise(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }
}
