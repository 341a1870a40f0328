package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.Outcome;
import dev.treadle.Step;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Every operator that has a task, in thousands of schedules, while something happens that can
/// happen: the consumer is cancelled or leaves, the source fails, or an operator, or the consumer.
///
/// Whatever happens, and whenever: what was opened is closed, no task is left, no element comes
/// twice, and none is missing before the end. The test kit looks for tasks and resources that are
/// left.
class FlowExplorationTest {

  private static final String FLOW = "dev.treadle.flow.";
  private static final String BELT = FLOW + "Belt";
  private static final String LANE = FLOW + "Lane";
  private static final String CHANNEL_LANE = FLOW + "ChannelLane";
  private static final String SEQUENCE = FLOW + "Sequence";
  private static final String WORKERS = FLOW + "Workers";

  private static final int COUNT = 4;
  private static final int LATEST_MILLIS = 12;

  /// What can happen to operators that have no function.
  private static final List<Event> OF_ALL =
      Stream.of(Event.values()).filter(event -> event != Event.OWN_FAILED).toList();

  // --- Hand over

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE})
  void buffer() {
    explore(flow -> flow.buffer(2), Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE})
  void bufferOfOne() {
    explore(flow -> flow.buffer(1), Delivery.IN_ORDER);
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void prefetch() {
    explore(Flow::prefetch, Delivery.IN_ORDER);
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void conflate() {
    explore(Flow::conflate, Delivery.SOME);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE})
  void timedBatch() {
    explore(flow -> flow.batch(2, Duration.ofMillis(5)).flatMap(batch -> batch), Delivery.IN_ORDER);
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void debounce() {
    explore(flow -> flow.debounce(Duration.ofMillis(3)), Delivery.SOME);
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void sample() {
    explore(flow -> flow.sample(Duration.ofMillis(3)), Delivery.SOME);
  }

  // --- Several at once

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {SEQUENCE, WORKERS, LANE})
  void mapConcurrent() {
    explore((flow, own) -> flow.mapConcurrent(2, own), Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {WORKERS, LANE})
  void mapUnordered() {
    explore((flow, own) -> flow.mapUnordered(2, own), Delivery.ALL);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {WORKERS, LANE})
  void flatMap() {
    explore((flow, own) -> flow.flatMap(2, number -> Flow.of(number).map(own)), Delivery.ALL);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void merge() {
    explore(flow -> flow.merge(Flow.of(11, 12)).filter(number -> number < 10), Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void combineLatest() {
    explore(flow -> flow.combineLatest(Flow.of(0), (number, _) -> number), Delivery.SOME);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void groupBy() {
    explore(
        (flow, own) -> flow.groupBy(2, number -> number % 2, (_, group) -> group.map(own)),
        Delivery.ALL);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void groupsThatEndEarly() {
    explore(
        flow -> flow.groupBy(2, number -> number % 2, (_, group) -> group.take(1)), Delivery.ALL);
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void zipOfTwoTasks() {
    explore(
        flow -> flow.prefetch().zip(Spring.endless().flow().buffer(1), (number, _) -> number),
        Delivery.IN_ORDER);
  }

  // --- Sources

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void generate() {
    explore(flow -> Flow.generate(emit -> flow.forEach(emit::accept)), Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void bufferedGenerator() {
    explore(
        flow -> Flow.<Integer>generate(emit -> flow.forEach(emit::accept)).buffer(2),
        Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void retryOfATask() {
    explore(flow -> flow.prefetch().retry(2, _ -> false, _ -> Duration.ZERO), Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void onErrorOfATask() {
    explore(
        flow ->
            flow.prefetch()
                .onError(failure -> {
                  throw failure;
                }),
        Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void asCompleted() {
    explore(
        flow -> Flow.asCompleted(flow::toList).map(Outcome::value).flatMap(all -> all),
        Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, FLOW + "Shared"})
  void share() {
    explore(
        flow ->
            Flow.generate(
                emit -> TaskGroup.run(group -> flow.share(group).flow().forEach(emit::accept))),
        Delivery.IN_ORDER);
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {FLOW + "Publishing", FLOW + "Subscribing"})
  void publisherAndBack() {
    explore(
        flow ->
            Flow.generate(emit ->
                TaskGroup.run(group -> Flow.from(flow.asPublisher(group)).forEach(emit::accept))),
        Delivery.IN_ORDER);
  }

  // --- What is to be seen

  private enum Delivery {
    IN_ORDER,
    ALL,
    SOME
  }

  /// Steps at which somebody else may get a turn, and time may pass.
  private static final class Trouble {

    static int atTimes(int number) {
      switch (World.current().random().nextInt(3)) {
        case 0 -> Treadle.sleep(Duration.ofMillis(1));
        case 1 -> Treadle.checkpoint();
        default -> {}
      }
      return number;
    }
  }

  private enum Event {
    NONE,
    CANCELLED,
    LEFT,
    SOURCE_FAILED,
    OPERATOR_FAILED,
    SINK_FAILED,
    OWN_FAILED
  }

  /// An operator with a function, which may fail.
  private interface WithOwn {
    Flow<Integer> apply(Flow<Integer> flow, Step<Integer, Integer, IOException> own);
  }

  private static void explore(UnaryOperator<Flow<Integer>> operator, Delivery delivery) {
    explore(OF_ALL, (flow, _) -> operator.apply(flow), delivery);
  }

  private static void explore(WithOwn operator, Delivery delivery) {
    explore(List.of(Event.values()), operator, delivery);
  }

  private static void explore(List<Event> events, WithOwn operator, Delivery delivery) {
    var random = World.current().random();
    var run = new Run(events.get(random.nextInt(events.size())), 1 + random.nextInt(COUNT));
    run.check(flow -> operator.apply(flow, run::own), delivery);
  }

  private static final class Run {

    private final Event event;
    private final int at;
    private final Spring spring = Spring.of(COUNT);
    private final List<Integer> received = new ArrayList<>();

    Run(Event event, int at) {
      this.event = event;
      this.at = at;
      if (event == Event.SOURCE_FAILED) {
        var _ = spring.failingAt(at);
      }
    }

    void check(UnaryOperator<Flow<Integer>> operator, Delivery delivery) {
      var thrown = new Throwable[1];
      TaskGroup.run(group -> {
        var consumer =
            group.start(() -> {
              try {
                consume(operator);
              } catch (Throwable failure) {
                thrown[0] = failure;
                if (failure instanceof Cancelled cancelled) {
                  throw cancelled;
                }
              }
            });
        if (event == Event.CANCELLED) {
          // Before, at and after whatever waits for a time.
          Treadle.sleep(Duration.ofMillis(World.current().random().nextInt(LATEST_MILLIS)));
          for (int i = 0; i < at * 5; i++) {
            Treadle.checkpoint();
          }
          consumer.cancel("enough");
        }
      });
      assertThat(spring.closed).hasValue(spring.opened.get());
      checkEnd(thrown[0]);
      checkReceived(delivery, thrown[0] == null);
    }

    private void consume(UnaryOperator<Flow<Integer>> operator) throws IOException {
      var flow = operator.apply(spring.flow().map(this::pass));
      if (event == Event.LEFT) {
        flow = flow.take(at);
      }
      flow.forEach(this::receive);
    }

    private int pass(int number) throws IOException {
      if (event == Event.OPERATOR_FAILED && number == at) {
        throw new IOException("operator");
      }
      return Trouble.atTimes(number);
    }

    private int own(int number) throws IOException {
      if (event == Event.OWN_FAILED && number == at) {
        throw new IOException("own");
      }
      return Trouble.atTimes(number);
    }

    private void receive(int number) throws IOException {
      received.add(Trouble.atTimes(number));
      if (event == Event.SINK_FAILED && received.size() == at) {
        throw new IOException("sink");
      }
    }

    private void checkEnd(Throwable thrown) {
      switch (event) {
        case NONE, LEFT -> assertThat(thrown).isNull();
        case CANCELLED -> assertThat(thrown).matches(t -> t == null || t instanceof Cancelled);
        case SOURCE_FAILED ->
            assertThat(thrown)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("java.io.IOException: no " + at);
        case OPERATOR_FAILED ->
            assertThat(thrown)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("java.io.IOException: operator");
        case OWN_FAILED ->
            assertThat(thrown)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("java.io.IOException: own");
        case SINK_FAILED -> {
          if (thrown != null || received.size() >= at) {
            assertThat(thrown).isInstanceOf(IOException.class).hasMessage("sink");
          }
        }
      }
    }

    private void checkReceived(Delivery delivery, boolean ended) {
      assertThat(received).doesNotHaveDuplicates();
      if (delivery != Delivery.ALL) {
        assertThat(received).isSorted();
      }
      if (delivery == Delivery.IN_ORDER) {
        assertThat(received).isEqualTo(numbers(received.size()));
      }
      boolean complete = ended && event != Event.LEFT && delivery != Delivery.SOME;
      if (complete) {
        assertThat(received).hasSize(COUNT);
      }
    }

    private static List<Integer> numbers(int count) {
      var numbers = new ArrayList<Integer>();
      for (int i = 1; i <= count; i++) {
        numbers.add(i);
      }
      return numbers;
    }
  }
}
