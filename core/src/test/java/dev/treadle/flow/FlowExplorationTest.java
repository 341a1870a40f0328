package dev.treadle.flow;

import static dev.treadle.flow.Exploration.USUAL;
import static dev.treadle.flow.Exploration.usualAnd;

import dev.treadle.Outcome;
import dev.treadle.TaskGroup;
import dev.treadle.flow.Exploration.Delivery;
import dev.treadle.flow.Exploration.Event;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Every operator that has a task, in thousands of schedules, while something happens that can
/// happen; see [Exploration].
///
/// In the hands of a sink, of a loop over a cursor, and of a stream.
class FlowExplorationTest {

  private static final String FLOW = "dev.treadle.flow.";
  private static final String BELT = FLOW + "Belt";
  private static final String LANE = FLOW + "Lane";
  private static final String CHANNEL_LANE = FLOW + "ChannelLane";
  private static final String SEQUENCE = FLOW + "Sequence";
  private static final String WORKERS = FLOW + "Workers";
  private static final String CURSOR = FLOW + "FlowCursor";

  /// Also the operator's own function fails.
  private static final Set<Event> AND_OWN = usualAnd(Event.OWN_FAILED);

  /// Also another source fails.
  private static final Set<Event> AND_OTHER = usualAnd(Event.OTHER_FAILED);

  /// Sources that are functions, which may fail.
  private static final Set<Event> OF_FUNCTIONS =
      EnumSet.of(Event.NONE, Event.CANCELLED, Event.LEFT, Event.SINK_FAILED, Event.OWN_FAILED);

  // --- Hand over

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE, CURSOR})
  void buffer() {
    Exploration.of(Delivery.IN_ORDER, (flow, _) -> flow.buffer(2));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE, CURSOR})
  void bufferOfOne() {
    Exploration.of(Delivery.IN_ORDER, (flow, _) -> flow.buffer(1));
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void prefetch() {
    Exploration.of(Delivery.IN_ORDER, (flow, _) -> flow.prefetch());
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void conflate() {
    Exploration.of(Delivery.NEWEST, (flow, _) -> flow.conflate());
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {BELT, LANE})
  void timedBatch() {
    Exploration.of(
        Delivery.IN_ORDER,
        (flow, _) -> flow.batch(2, Duration.ofMillis(5)).flatMap(batch -> batch));
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void debounce() {
    Exploration.of(Delivery.LAST, (flow, _) -> flow.debounce(Duration.ofMillis(3)));
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void sample() {
    Exploration.of(Delivery.LAST, (flow, _) -> flow.sample(Duration.ofMillis(3)));
  }

  // --- Several at once

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {SEQUENCE, WORKERS, LANE})
  void mapConcurrent() {
    Exploration.of(AND_OWN, Delivery.OVERTAKEN, (flow, run) -> flow.mapConcurrent(2, run::own));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {WORKERS, LANE})
  void mapUnordered() {
    Exploration.of(AND_OWN, Delivery.ALL, (flow, run) -> flow.mapUnordered(2, run::own));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {WORKERS, LANE})
  void flatMap() {
    Exploration.of(
        usualAnd(Event.OWN_FAILED, Event.OTHER_FAILED),
        Delivery.ALL,
        (flow, run) -> flow.flatMap(2, number -> run.otherFor(number).map(run::own)));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void merge() {
    Exploration.of(
        AND_OTHER,
        Delivery.IN_ORDER,
        (flow, run) -> flow.merge(run.other(2)).filter(number -> number < 100));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void combineLatest() {
    Exploration.of(
        AND_OTHER,
        Delivery.LAST,
        (flow, run) -> flow.combineLatest(run.other(2), (number, _) -> number).distinct());
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void groupBy() {
    Exploration.of(
        AND_OWN,
        Delivery.ALL,
        (flow, run) -> flow.groupBy(2, number -> number % 2, (_, group) -> group.map(run::own)));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void groupsThatEndEarly() {
    Exploration.of(
        Delivery.ALL,
        (flow, _) -> flow.groupBy(2, number -> number % 2, (_, group) -> group.take(1)));
  }

  // --- Beside each other

  @TreadleTest(explore = 5_000, timeout = "5m", racePoints = FLOW + "Pairing")
  void zip() {
    Exploration.of(
        AND_OTHER, Delivery.IN_ORDER, (flow, run) -> flow.zip(run.other(5), (n, _) -> n));
  }

  @TreadleTest(explore = 10_000, timeout = "5m", racePoints = LANE)
  void zipOfTwoTasks() {
    Exploration.of(
        AND_OTHER,
        Delivery.IN_ORDER,
        (flow, run) -> flow.prefetch().zip(run.other(5).buffer(1), (n, _) -> n));
  }

  // --- Sources

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void generate() {
    Exploration.of(
        Delivery.IN_ORDER, (flow, _) -> Flow.generate(emit -> flow.forEach(emit::accept)));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void bufferedGenerator() {
    Exploration.of(
        Delivery.IN_ORDER,
        (flow, _) -> Flow.<Integer>generate(emit -> flow.forEach(emit::accept)).buffer(2));
  }

  @TreadleTest(
      explore = 5_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void pages() {
    Exploration.of(
        OF_FUNCTIONS,
        Delivery.IN_ORDER,
        (_, run) ->
            Flow.pages(
                () -> run.own(1), page -> page == Exploration.COUNT ? null : run.own(page + 1)));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void retryOfATask() {
    Exploration.of(
        Delivery.IN_ORDER, (flow, _) -> flow.prefetch().retry(2, _ -> false, _ -> Duration.ZERO));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void onErrorOfATask() {
    Exploration.of(
        Delivery.IN_ORDER,
        (flow, _) ->
            flow.prefetch()
                .onError(failure -> {
                  throw failure;
                }));
  }

  /// Each body is one element; the others run beside it.
  @TreadleTest(
      explore = 2_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void asCompleted() {
    Exploration.of(
        OF_FUNCTIONS,
        Delivery.ALL,
        (_, run) ->
            Flow.asCompleted(Exploration.numbers(Exploration.COUNT), run::own).map(Outcome::value));
  }

  @TreadleTest(
      explore = 3_000,
      timeout = "5m",
      racePoints = {LANE, CHANNEL_LANE})
  void asCompletedOfAFlow() {
    Exploration.of(
        USUAL,
        Delivery.OVERTAKEN,
        (flow, _) -> Flow.asCompleted(flow::toList).map(Outcome::value).flatMap(all -> all));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {LANE, FLOW + "Shared"})
  void share() {
    Exploration.of(
        Delivery.IN_ORDER,
        (flow, _) ->
            Flow.generate(
                emit -> TaskGroup.run(group -> flow.share(group).flow().forEach(emit::accept))));
  }

  @TreadleTest(
      explore = 10_000,
      timeout = "5m",
      racePoints = {FLOW + "Publishing", FLOW + "Subscribing"})
  void publisherAndBack() {
    Exploration.of(
        Delivery.IN_ORDER,
        (flow, _) ->
            Flow.generate(emit ->
                TaskGroup.run(group -> Flow.from(flow.asPublisher(group)).forEach(emit::accept))));
  }
}
