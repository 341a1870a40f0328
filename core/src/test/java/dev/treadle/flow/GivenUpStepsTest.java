package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Steps of a cursor that are given up when a time is over, in thousands of schedules: they have
/// taken nothing, so that the elements come all the same, each once.
class GivenUpStepsTest {

  private static final String FLOW = "dev.treadle.flow.";

  private final List<Integer> received = new ArrayList<>();

  private static Flow<Integer> source() {
    return Spring.of(Exploration.COUNT).flow().map(Exploration::atTimes);
  }

  /// The source is in a task of its own, so that it goes on while nobody waits.
  private void stepThrough(Flow<Integer> flow) {
    Treadle.run(() -> {
      try (var cursor = flow.open()) {
        var elements = cursor.iterator();
        boolean ended = false;
        for (int step = 0; !ended && step < 100; step++) {
          var patience = Duration.ofMillis(World.current().random().nextInt(3));
          ended = !Treadle.moveOnAfter(patience, () -> elements.hasNext()).orElse(true);
          if (!ended && Treadle.moveOnAfter(patience, () -> elements.hasNext()).orElse(false)) {
            received.add(elements.next());
          }
        }
        assertThat(ended).isTrue();
      }
    });
  }

  private void inOrder(Flow<Integer> flow) {
    stepThrough(flow);
    assertThat(received).isEqualTo(Exploration.numbers(Exploration.COUNT));
  }

  private void inAnyOrder(Flow<Integer> flow) {
    stepThrough(flow);
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(Exploration.numbers(Exploration.COUNT));
  }

  @TreadleTest(
      explore = 1_000,
      racePoints = {FLOW + "Belt", FLOW + "FlowCursor"})
  void ofABuffer() {
    inOrder(source().buffer(2));
  }

  @TreadleTest(
      explore = 1_000,
      racePoints = {FLOW + "Lane", FLOW + "FlowCursor"})
  void ofATask() {
    inOrder(source().prefetch());
  }

  @TreadleTest(explore = 1_000, racePoints = FLOW + "Belt")
  void ofBatches() {
    inOrder(source().batch(2, Duration.ofMillis(2)).flatMap(batch -> batch));
  }

  @TreadleTest(
      explore = 1_000,
      racePoints = {FLOW + "Sequence", FLOW + "Workers"})
  void ofSeveralAtWork() {
    inOrder(source().mapConcurrent(2, Exploration::atTimes));
  }

  @TreadleTest(explore = 1_000, racePoints = FLOW + "Lane")
  void ofFlowsInFlows() {
    inAnyOrder(source().flatMap(2, number -> Flow.of(number).map(Exploration::atTimes)));
  }

  @TreadleTest(explore = 1_000, racePoints = FLOW + "Lane")
  void ofGroups() {
    inAnyOrder(source().groupBy(2, number -> number % 2, (_, group) -> group));
  }

  @TreadleTest(explore = 1_000, racePoints = FLOW + "Lane")
  void ofTwoBesideEachOther() {
    inOrder(source().prefetch().zip(source().buffer(1), (number, _) -> number));
  }

  @TreadleTest(
      explore = 1_000,
      racePoints = {FLOW + "Lane", FLOW + "Recovering"})
  void behindFailures() {
    inOrder(
        Spring.of(9)
            .failingAt(3)
            .flow()
            .prefetch()
            .onError(_ -> source().drop(2).buffer(1))
            .throttle(1, Duration.ofMillis(1))
            .timeoutEach(Duration.ofHours(1)));
  }

  @TreadleTest(explore = 1_000, racePoints = FLOW + "Lane")
  void ofAGenerator() {
    inOrder(Flow.generate(emit -> source().forEach(emit::accept)));
  }
}
