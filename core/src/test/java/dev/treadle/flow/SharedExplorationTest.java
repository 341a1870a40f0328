package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A flow with two consumers, in thousands of schedules, while something happens to one of them, to
/// the source, or to the group that owns it. What happens to one is not the other's affair.
class SharedExplorationTest {

  private static final String FLOW = "dev.treadle.flow.";

  private enum Event {
    NONE,
    CANCELLED,
    LEFT,
    SINK_FAILED,
    SOURCE_FAILED
  }

  /// One of the two.
  private static final class Consumer {

    final List<Integer> received = new ArrayList<>();
    @Nullable Throwable thrown;

    void consume(Flow<Integer> flow, int failsAt) {
      try {
        flow.forEach(number -> {
          received.add(Exploration.atTimes(number));
          if (received.size() == failsAt) {
            throw new IOException("sink");
          }
        });
      } catch (Cancelled cancelled) {
        thrown = cancelled;
        throw cancelled;
      } catch (TaskFailedException | IOException failure) {
        thrown = failure;
      }
    }
  }

  private final Event event = Exploration.any(Event.values());
  private final int at = Exploration.any(new Integer[] {1, 2, 3, 4});
  private final Spring spring = Spring.of(Exploration.COUNT);
  private final Consumer troubled = new Consumer();
  private final Consumer other = new Consumer();

  @TreadleTest(
      explore = 5_000,
      timeout = "5m",
      racePoints = {FLOW + "Shared", "dev.treadle.channel.Broadcast"})
  void twoConsumers() {
    explore(flow -> flow);
  }

  @TreadleTest(
      explore = 3_000,
      timeout = "5m",
      racePoints = {FLOW + "Shared", FLOW + "Lane"})
  void twoConsumersWithTasks() {
    explore(flow -> flow.buffer(1));
  }

  private void explore(UnaryOperator<Flow<Integer>> operator) {
    if (event == Event.SOURCE_FAILED) {
      var _ = spring.failingAt(at);
    }
    TaskGroup.run(group -> {
      var shared = spring.flow().map(Exploration::atTimes).share(group);
      var flow = operator.apply(shared.flow());
      int failsAt = event == Event.SINK_FAILED ? at : -1;
      var task =
          group.start(() -> troubled.consume(event == Event.LEFT ? flow.take(at) : flow, failsAt));
      group.start(() -> other.consume(operator.apply(shared.flow()), -1));
      if (event == Event.CANCELLED) {
        Exploration.waitAWhile(at);
        task.cancel("enough");
      }
    });

    assertThat(spring.opened.get()).isLessThanOrEqualTo(1);
    assertThat(spring.closed).hasValue(spring.opened.get());
    checkTroubled();
    checkOther();
  }

  private void checkTroubled() {
    requireARow(troubled.received);
    switch (event) {
      case NONE -> requireTheEnd(troubled);
      case LEFT -> assertThat(troubled.thrown).isNull();
      case CANCELLED ->
          assertThat(troubled.thrown).matches(t -> t == null || t instanceof Cancelled);
      case SINK_FAILED -> {
        if (troubled.received.size() == at) {
          assertThat(troubled.thrown).hasMessage("sink");
        } else {
          requireTheEnd(troubled);
        }
      }
      case SOURCE_FAILED -> requireTheFailure(troubled);
    }
  }

  private void checkOther() {
    requireARow(other.received);
    if (event == Event.SOURCE_FAILED) {
      requireTheFailure(other);
    } else {
      requireTheEnd(other);
    }
  }

  /// Nothing is missing between the first and the last.
  private static void requireARow(List<Integer> received) {
    for (int i = 1; i < received.size(); i++) {
      assertThat(received.get(i)).isEqualTo(received.get(i - 1) + 1);
    }
  }

  /// Whoever comes too late finds the end, and nothing else.
  private static void requireTheEnd(Consumer consumer) {
    assertThat(consumer.thrown).isNull();
    if (!consumer.received.isEmpty()) {
      assertThat(consumer.received).endsWith(Exploration.COUNT);
    }
  }

  private void requireTheFailure(Consumer consumer) {
    Exploration.requireJoined(consumer.thrown, "no " + at);
    assertThat(Set.copyOf(consumer.received)).allMatch(number -> number < at);
    if (!consumer.received.isEmpty()) {
      assertThat(consumer.received).endsWith(at - 1);
    }
  }
}
