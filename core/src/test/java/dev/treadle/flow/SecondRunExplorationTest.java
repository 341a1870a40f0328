package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What goes on after a failure, in thousands of schedules, while something happens that can
/// happen: also to what it goes on with.
class SecondRunExplorationTest {

  private static final String FLOW = "dev.treadle.flow.";

  private enum Event {
    NONE,
    CANCELLED,
    LEFT,
    SINK_FAILED,
    SECOND_FAILED,
    CANNOT_CLOSE
  }

  private final Event event = Exploration.any(Event.values());
  private final int firstFails = 1 + World.current().random().nextInt(Exploration.COUNT);
  private final int secondFails = 1 + World.current().random().nextInt(Exploration.COUNT);
  private final List<Integer> received = new ArrayList<>();
  private final Throwable[] thrown = new Throwable[1];

  /// What comes if nothing else happens.
  private final List<Integer> all =
      Stream.concat(
              Exploration.numbers(firstFails - 1).stream(),
              Exploration.numbers(Exploration.COUNT).stream().map(number -> number + 100))
          .toList();

  /// After so many elements the consumer leaves or fails.
  private final int at = 1 + World.current().random().nextInt(all.size());

  private final Spring first = prepared(Spring.of(Exploration.COUNT).failingAt(firstFails));
  private final Spring second = prepared(Spring.of(Exploration.COUNT));

  private Spring prepared(Spring spring) {
    return event == Event.CANNOT_CLOSE ? spring.failingToClose() : spring;
  }

  /// A source that is another one in its second run, for which the first has made room.
  private Flow<Integer> firstThenSecond() {
    var springs = List.of(first, second).iterator();
    return Flow.using(
            () -> {
              assertThat(first.closed).hasValue(first.opened.get());
              return springs.next().flow().open();
            },
            cursor -> cursor.iterator().hasNext() ? cursor.iterator().next() : null,
            Flow.Cursor::close)
        .map(number -> Exploration.atTimes(number) + (springs.hasNext() ? 0 : 100));
  }

  private Flow<Integer> onlySecond() {
    assertThat(first.closed).hasValue(first.opened.get());
    return second.flow().map(number -> Exploration.atTimes(number) + 100);
  }

  // --- Again

  @TreadleTest(
      explore = 4_000,
      timeout = "5m",
      racePoints = {FLOW + "Lane", FLOW + "Recovering"})
  void aSecondRunOfATask() {
    explore(firstThenSecond().prefetch().retry(2));
  }

  @TreadleTest(
      explore = 2_000,
      timeout = "5m",
      racePoints = {FLOW + "Lane", FLOW + "Recovering"})
  void aSecondRunAfterAWhileInATask() {
    explore(firstThenSecond().buffer(1).retry(2, _ -> true, _ -> Duration.ofMillis(2)).prefetch());
  }

  // --- With another

  @TreadleTest(
      explore = 4_000,
      timeout = "5m",
      racePoints = {FLOW + "Lane", FLOW + "Recovering"})
  void anotherFlowWithATask() {
    explore(first.flow().map(Exploration::atTimes).prefetch().onError(_ -> onlySecond().buffer(1)));
  }

  @TreadleTest(
      explore = 2_000,
      timeout = "5m",
      racePoints = {FLOW + "Lane", FLOW + "Recovering"})
  void anotherFlowWithATaskAfterOneWithout() {
    explore(first.flow().map(Exploration::atTimes).onError(_ -> onlySecond().prefetch()));
  }

  @TreadleTest(explore = 2_000, timeout = "5m", racePoints = FLOW + "Recovering")
  void anotherFlowInATask() {
    explore(first.flow().map(Exploration::atTimes).onError(_ -> onlySecond()).prefetch());
  }

  // --- What is to be seen

  private void explore(Flow<Integer> flow) {
    if (event == Event.SECOND_FAILED) {
      var _ = second.failingAt(secondFails);
    }
    TaskGroup.run(group -> {
      var consumer = group.start(() -> consume(flow));
      if (event == Event.CANCELLED) {
        Exploration.waitAWhile(at);
        consumer.cancel("enough");
      }
    });

    assertThat(first.closed).hasValue(first.opened.get());
    assertThat(second.closed).hasValue(second.opened.get());
    check();
  }

  private void consume(Flow<Integer> flow) {
    try {
      (event == Event.LEFT ? flow.take(at) : flow).forEach(this::receive);
    } catch (Cancelled cancelled) {
      thrown[0] = cancelled;
      throw cancelled;
    } catch (TaskFailedException | IOException failure) {
      thrown[0] = failure;
    }
  }

  private void receive(int number) throws IOException {
    received.add(Exploration.atTimes(number));
    if (event == Event.SINK_FAILED && received.size() == at) {
      throw new IOException("sink");
    }
  }

  private void check() {
    var failure = thrown[0];
    assertThat(received).isEqualTo(all.subList(0, received.size()));
    switch (event) {
      case NONE -> assertThat(received).isEqualTo(all);
      case CANCELLED -> {
        if (failure == null) {
          assertThat(received).isEqualTo(all);
        } else if (!(failure instanceof Cancelled)) {
          // It failed behind the back of a consumer that had left: a failure is told all the same.
          Exploration.requireJoined(failure, "no " + firstFails);
        }
      }
      case LEFT -> assertThat(received).hasSize(at);
      case SINK_FAILED -> {
        assertThat(received).hasSize(at);
        assertThat(failure).isExactlyInstanceOf(IOException.class).hasMessage("sink");
      }
      case SECOND_FAILED -> {
        assertThat(received).hasSize(firstFails - 1 + secondFails - 1);
        Exploration.requireJoined(failure, "no " + secondFails);
      }
      case CANNOT_CLOSE -> {
        assertThat(received).isEqualTo(all);
        Exploration.requireJoined(failure, "cannot close");
      }
    }
  }
}
