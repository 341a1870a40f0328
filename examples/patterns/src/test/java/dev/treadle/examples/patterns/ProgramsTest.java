package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.forEachConcurrent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.examples.timeline.Ending;
import dev.treadle.examples.timeline.Span;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the programs show, beside how long they take.
class ProgramsTest {

  private static final Ending RETURNED = new Ending.Returned();
  private static final Ending CANCELLED = new Ending.Cancelled();
  private static final Ending FAILED = new Ending.Failed("java.io.IOException");

  @Test
  void gatheredOutcomesLetTheOthersRunAndAFailedGatherCancelsThem() throws Exception {
    var tasks = Simulated.record("errors").spans();

    assertThat(tasks.subList(1, 7))
        .extracting(Span::ending)
        .containsExactly(RETURNED, RETURNED, FAILED, RETURNED, RETURNED, FAILED);
    assertThat(tasks.subList(7, 13))
        .extracting(Span::ending)
        .containsExactly(RETURNED, RETURNED, FAILED, CANCELLED, CANCELLED, CANCELLED);
  }

  @Test
  void whatATimedOutBlockHasStartedEndsWithIt() throws Exception {
    var tasks = Simulated.record("timeout").spans();

    assertThat(tasks.subList(1, 4))
        .allSatisfy(task -> assertThat(task.ending()).isEqualTo(CANCELLED))
        .allSatisfy(task -> assertThat(task.to()).isEqualTo(Duration.ofMillis(1500)));
  }

  @Test
  void whatWasOpenedLastIsClosedFirstAlsoWhenTheTaskIsCancelled() {
    assertThat(lines("resources"))
        .containsSubsequence(
            "0.300 s  connected to one",
            "0.400 s  connected to two",
            "0.600 s  closed connection to two",
            "0.700 s  closed connection to one");
  }

  @Test
  void nineQueriesOpenThreeConnectionsAndCloseThem() {
    assertThat(lines("pool")).filteredOn(line -> line.endsWith("a connection is open")).hasSize(3);
    assertThat(lines("pool")).filteredOn(line -> line.contains("closed connection ")).hasSize(3);
  }

  @Test
  void everyItemIsDealtWithOnce() {
    var items =
        IntStream.rangeClosed(1, 5).boxed().flatMap(i -> List.of("1." + i, "2." + i).stream());

    assertThat(lines("queue"))
        .filteredOn(line -> line.contains(" has item "))
        .extracting(line -> line.replaceFirst(".* has item ", ""))
        .containsExactlyInAnyOrderElementsOf(items.toList());
  }

  @Test
  void whatComputesAndWhatHoldsItsThreadDelayNobody() {
    assertThat(lines("cpu"))
        .containsExactly(
            "0.000 s  78498 primes",
            "0.300 s  what the file says",
            "0.500 s  five requests answered");
  }

  @Test
  void onOneThreadNoVisitIsLost() {
    assertThat(lines("shared"))
        .containsExactly(
            "0.000 s  of 20000000 visits, lost: 0", "0.000 s  of 200000 visits, lost: 0");
  }

  @TreadleTest(explore = 300)
  void aLockedCounterCountsRightInEveryOrder() {
    var counter = new SharedCounter.Counter();

    forEachConcurrent(List.of(1, 2, 3), 3, _ -> counter.incrementAlone());

    assertThat(counter.value).isEqualTo(3);
  }

  @Test
  void aTaskThatNobodyAwaitsIsHeardOfAndAGroupThatNobodyJoinsSaysSo() {
    assertThat(lines("forgotten"))
        .contains(
            "0.300 s  the group heard: java.lang.IllegalStateException: the books do not balance",
            "0.300 s  task group 'reports' was closed without join(): its tasks were cancelled; call join() as");
  }

  @Test
  void whatSwallowsItsCancellationStopsAllTheSameAndIsNamed() {
    var lines = lines("swallowed");

    assertThat(lines)
        .contains("0.600 s  stopped, although it swallowed what it was told")
        .contains("1.000 s  said goodbye to the peer")
        .noneMatch(line -> line.contains("never printed"));
    assertThat(String.join(" ", lines).replaceAll(" +", " "))
        .contains("Treadle warns: the program swallowed its cancellation (deadline passed)")
        .contains("SwallowedCancellation.insist(SwallowedCancellation.java:");
  }

  @Test
  void whoComputesOnAllCarriersMakesTicksLateAndWhoSleepsDoesNot() {
    assertThat(lines("carrier"))
        .contains(
            "0.450 s  while all sleep, ticks are late by 0 ms",
            "2.300 s  while all compute, ticks are late by 1750 ms");
  }

  @Test
  void aComparatorACallbackAndAProgramInAProgramMayWait() {
    assertThat(lines("colours"))
        .containsExactly(
            "0.100 s  before any program: [3, 6]",
            "0.500 s  cheapest: cup",
            "0.600 s  the tray costs 4",
            "0.800 s  both cost 8");
  }

  private static List<String> lines(String name) {
    return Simulated.run(name).printed().lines().toList();
  }
}
