package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for every flow: it is lazy, used once, and lets go of everything.
class FlowTest {

  @Test
  void nothingHappensUntilASinkAsks() {
    var spring = Spring.of(3);
    var flow = spring.flow().map(number -> number * 2).filter(number -> number > 2);

    assertThat(spring.opened).hasValue(0);
    assertThat(flow.toList()).containsExactly(4, 6);
    assertThat(spring.opened).hasValue(1);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void nothingIsAskedForThatIsNotWanted() {
    var spring = Spring.endless();

    assertThat(spring.flow().map(number -> number * 10).take(3).toList())
        .containsExactly(10, 20, 30);
    assertThat(spring.asked).hasValue(3);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void theFirstElementIsAllThatFirstAsksFor() {
    var spring = Spring.endless();

    assertThat(spring.flow().first()).contains(1);
    assertThat(spring.asked).hasValue(1);
    assertThat(spring.closed).hasValue(1);
    assertThat(Flow.of().first()).isEmpty();
  }

  @Test
  void everythingHappensInTheConsumersThread() {
    var threads = new ArrayList<Thread>();

    Spring.of(2)
        .flow()
        .map(number -> {
          threads.add(Thread.currentThread());
          return number;
        })
        .batch(2)
        .forEach(_ -> threads.add(Thread.currentThread()));

    assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
  }

  // --- Once

  @Test
  void aFlowIsUsedOnce() {
    var flow = Flow.of(1).map(number -> number + 1);
    flow.toList();

    assertThatThrownBy(flow::toList)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "flow of.map was used before: expected one operator or sink for each flow; make another"
                + " flow, or share() it");
  }

  @Test
  void anOperatorUsesItToo() {
    var flow = Flow.of(1);
    var mapped = flow.map(number -> number + 1);

    assertThatThrownBy(() -> flow.filter(_ -> true)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(flow::open).isInstanceOf(IllegalStateException.class);
    assertThat(mapped.toList()).containsExactly(2);
  }

  @Test
  void aFlowCannotBeMergedWithItself() {
    var flow = Flow.of(1);

    assertThatThrownBy(() -> flow.merge(flow)).isInstanceOf(IllegalStateException.class);
  }

  // --- Failures

  @Test
  void whatTheSourceThrowsComesOutJoined() {
    var spring = Spring.of(3).failingAt(2);
    var seen = new ArrayList<Integer>();

    assertThatThrownBy(() -> spring.flow().forEach(seen::add))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: no 2")
        .hasCauseInstanceOf(IOException.class);
    assertThat(seen).containsExactly(1);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void whatAnOperatorThrowsComesOutJoined() {
    var spring = Spring.of(3);

    assertThatThrownBy(() -> spring.flow().map(_ -> throwing()).toList())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: operator");
    assertThat(spring.closed).hasValue(1);
  }

  private static Integer throwing() throws IOException {
    throw new IOException("operator");
  }

  @Test
  void whatTheSinkThrowsComesOutAsItIs() {
    var spring = Spring.of(3);

    assertThatThrownBy(() ->
            spring
                .flow()
                .forEach(_ -> {
                  throw new IOException("sink");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("sink");
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void soItDoesBehindATask() {
    var spring = Spring.of(3);

    assertThatThrownBy(() ->
            spring
                .flow()
                .buffer(2)
                .forEach(_ -> {
                  throw new IOException("sink");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("sink");
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void anErrorKeepsTheStackOfBothSides() {
    var flow = Spring.of(3).flow().map(_ -> throwing()).buffer(2);

    assertThatThrownBy(flow::toList)
        .isInstanceOf(TaskFailedException.class)
        .satisfies(failure -> {
          assertThat(stack(failure)).contains("anErrorKeepsTheStackOfBothSides");
          assertThat(stack(failure.getCause())).contains("throwing").contains("pump");
        });
  }

  @TreadleTest
  void aJoinThatFailsInTheConsumersThreadComesOutAsItIs() {
    var flow = Flow.of(1).map(_ -> Treadle.gather(FlowTest::throwing));

    assertThatThrownBy(flow::toList)
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @TreadleTest
  void oneThatFailsInATaskIsJoinedOnceMoreHoweverManyTasksItGoesThrough() {
    var flow =
        Flow.of(1)
            .mapConcurrent(2, _ -> Treadle.gather(FlowTest::throwing))
            .prefetch()
            .map(all -> all)
            .buffer(2);

    assertThatThrownBy(() -> flow.prefetch().toList())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: operator")
        .satisfies(failure -> assertThat(stack(failure)).contains("lambda$oneThatFails"))
        .cause()
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  private static String stack(@Nullable Throwable thrown) {
    return Arrays.stream(Objects.requireNonNull(thrown).getStackTrace())
        .map(StackTraceElement::getMethodName)
        .collect(Collectors.joining(" "));
  }

  @Test
  void whatCannotBeClosedIsAFailure() {
    assertThatThrownBy(() -> Spring.of(1).failingToClose().flow().toList())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: cannot close");
  }

  @TreadleTest
  void alsoBehindATaskWhoseConsumerHasLeft() {
    assertThatThrownBy(() -> Spring.endless().failingToClose().flow().buffer(2).first())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: cannot close");
  }

  @Test
  void whatCannotBeClosedIsSuppressedInAnEarlierFailure() {
    assertThatThrownBy(() -> Spring.of(1).failingAt(1).failingToClose().flow().toList())
        .hasMessage("java.io.IOException: no 1")
        .cause()
        .hasSuppressedException(new IOException("cannot close"));
  }

  @TreadleTest
  void anErrorOfTheMachineIsNotWrapped() {
    assertThatThrownBy(() ->
            Flow.of(1)
                .map(_ -> {
                  throw new OutOfMemoryError("planted");
                })
                .buffer(1)
                .toList())
        .isInstanceOf(OutOfMemoryError.class);
  }

  // --- Cancellation

  @TreadleTest
  void anInterruptedOperatorOfACancelledConsumerIsCancelled() {
    var spring = Spring.of(3);

    boolean ended =
        CancelScope.run(scope -> {
          scope.cancel("enough");
          spring
              .flow()
              .map(number -> {
                Thread.sleep(1000);
                return number;
              })
              .toList();
        });

    assertThat(ended).isFalse();
    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void aFlowThatNeverWaitsNoticesThatItIsCancelled() {
    TaskGroup.run(group -> {
      var task =
          group.start(() ->
              Spring.endless()
                  .flow()
                  .map(number -> {
                    Thread.yield();
                    return number;
                  })
                  .forEach(_ -> {}));
      task.cancel("enough");
    });
  }

  // --- Names

  @Test
  void aFlowIsCalledByItsOperators() {
    assertThat(Flow.of(1).map(number -> number).buffer(3).batch(2))
        .hasToString("of.map.buffer.batch");
    assertThat(Flow.generate(_ -> {}).buffer(3)).hasToString("generate");
  }
}
