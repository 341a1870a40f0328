package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.LogCapture;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Operators in which several tasks are at work.
class ConcurrentOperatorsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private int slowly(int number) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    sleep(Duration.ofSeconds(number % 3 + 1));
    inside.decrementAndGet();
    return number;
  }

  // --- mapConcurrent

  @TreadleTest
  void soManyAreUnderWayAsTheLimitSays(Simulation simulation) {
    var results =
        Spring.of(9)
            .flow()
            .mapConcurrent(
                3,
                number -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  sleep(SECOND);
                  inside.decrementAndGet();
                  return number;
                })
            .toList();

    assertThat(results).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(most).hasValue(3);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void resultsComeInTheOrderOfTheElements() {
    assertThat(Flow.of(3, 1, 2, 5, 4).mapConcurrent(4, this::slowly).toList())
        .containsExactly(3, 1, 2, 5, 4);
  }

  @TreadleTest
  void unorderedResultsComeWhenTheyAreThere() {
    assertThat(Flow.of(2, 3, 1).mapUnordered(3, this::slowly).toList()).containsExactly(3, 1, 2);
  }

  @TreadleTest
  void aSlowConsumerHasAtMostAsManyResultsWaiting(Simulation simulation) {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var cursor = spring.flow().mapConcurrent(3, number -> number).open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(6);
        cursor.iterator().next();
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(7);
      }
    });
  }

  @TreadleTest
  void aBufferBehindItIsRoomForMore(Simulation simulation) {
    var spring = Spring.endless();
    Treadle.run(() -> {
      try (var _ = spring.flow().mapUnordered(3, number -> number).buffer(10).open()) {
        simulation.awaitBlocked();
        assertThat(spring.asked).hasValue(16);
      }
    });
  }

  @TreadleTest
  void thereAreNoMoreWorkersThanElements() {
    assertThat(Spring.of(5).flow().mapConcurrent(Integer.MAX_VALUE, this::slowly).toList())
        .hasSize(5);
    assertThat(most).hasValue(5);
  }

  @TreadleTest
  void afterAFailureNoneIsBegunAndThoseUnderWayAreCancelled(Simulation simulation) {
    var spring = Spring.endless();
    var flow =
        spring
            .flow()
            .mapConcurrent(
                3,
                number -> {
                  sleep(number == 2 ? SECOND : Duration.ofHours(1));
                  throw new IOException("two");
                });

    assertThatThrownBy(flow::toList)
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: two");
    assertThat(spring.asked).hasValue(3);
    assertThat(spring.closed).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void otherFailuresAreSuppressed() {
    var flow =
        Flow.of(1, 2)
            .mapConcurrent(
                2,
                number -> {
                  if (number == 2) {
                    cleanUpInVain();
                  }
                  sleep(SECOND);
                  throw new IOException("first");
                });

    assertThatThrownBy(flow::toList)
        .hasMessage("java.io.IOException: first")
        .cause()
        .hasSuppressedException(new IOException("cleanup"));
  }

  private static void cleanUpInVain() throws IOException {
    try {
      sleep(Duration.ofHours(1));
    } catch (Cancelled cancelled) {
      throw new IOException("cleanup");
    }
  }

  // --- flatMap

  @TreadleTest
  void flowsOfSeveralElementsRunAtOnce(Simulation simulation) {
    var elements =
        Flow.of(1, 2, 3)
            .flatMap(2, number -> Spring.of(2).every(SECOND).flow().map(n -> number * 10 + n))
            .toList();

    assertThat(elements).containsExactlyInAnyOrder(11, 12, 21, 22, 31, 32);
    assertThat(elements.indexOf(31)).isGreaterThan(elements.indexOf(12));
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(6));
  }

  @TreadleTest
  void withALimitOfOneOneFlowComesAfterTheOther() {
    assertThat(
            Flow.of(1, 2)
                .flatMap(1, number -> Spring.of(2).every(SECOND).flow().map(n -> number * 10 + n))
                .toList())
        .containsExactly(11, 12, 21, 22);
  }

  @TreadleTest
  void flowsWithTasksMayBeInFlows() {
    assertThat(
            Flow.of(1, 2)
                .flatMap(2, number -> Spring.of(3).flow().buffer(1).mapConcurrent(2, n -> n))
                .reduce(0, Integer::sum))
        .isEqualTo(12);
  }

  @TreadleTest
  void whoLeavesEarlyClosesAllFlows() {
    var springs = List.of(Spring.endless(), Spring.endless());

    assertThat(Flow.from(springs).flatMap(2, Spring::flow).take(7).toList()).hasSize(7);
    assertThat(springs)
        .allSatisfy(spring -> assertThat(spring.closed).hasValue(spring.opened.get()));
  }

  // --- merge

  @TreadleTest
  void mergedFlowsRunAtOnce(Simulation simulation) {
    var left = Spring.of(3).every(Duration.ofSeconds(2)).flow().map(n -> "l" + n);
    var right = Spring.of(2).every(Duration.ofMillis(2500)).flow().map(n -> "r" + n);

    assertThat(left.merge(right).toList()).containsExactly("l1", "r1", "l2", "r2", "l3");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(8));
  }

  @TreadleTest
  void oneFailureEndsThemAll(Simulation simulation) {
    var other = Spring.of(3).every(Duration.ofHours(1));
    var flow = Spring.of(3).every(SECOND).failingAt(2).flow().merge(other.flow());

    assertThatThrownBy(() -> flow.forEach(log::add)).hasMessage("java.io.IOException: no 2");
    assertThat(log).containsExactly(1);
    assertThat(other.closed).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @TreadleTest
  void aFlowMergedWithNothingIsItself() {
    assertThat(Flow.of(1, 2).merge().toList()).containsExactly(1, 2);
  }

  // --- combineLatest

  @TreadleTest
  void theLatestOfBothAreJoined() {
    BiFunction<Integer, Integer, String> join = (l, r) -> l + "-" + r;
    var left = Spring.of(3).every(Duration.ofSeconds(2)).flow();
    var right = Spring.of(2).every(Duration.ofMillis(2500)).flow();

    assertThat(left.combineLatest(right, join).toList())
        .containsExactly("1-1", "2-1", "2-2", "3-2");
  }

  @TreadleTest
  void withoutAnElementOfBothThereIsNone() {
    assertThat(Flow.of(1, 2).combineLatest(Flow.<Integer>of(), Integer::sum).toList()).isEmpty();
  }

  // --- groupBy

  @TreadleTest
  void eachKeyHasAFlow() {
    var lengths =
        Flow.of("a", "bb", "c", "dd", "eee")
            .groupBy(5, String::length, (key, words) -> words.batch(9).map(all -> key + "=" + all));

    assertThat(lengths.toList()).containsExactlyInAnyOrder("1=[a, c]", "2=[bb, dd]", "3=[eee]");
  }

  @TreadleTest
  void groupsWorkAtOnce(Simulation simulation) {
    var flow =
        Spring.of(4).flow().groupBy(2, number -> number % 2, (_, group) -> group.map(this::slowly));

    assertThat(flow.toList()).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(most).hasValue(2);
    assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(8));
  }

  @TreadleTest
  void aGroupThatHasHadEnoughGivesWayToAnother() {
    var flow =
        Flow.of(1, 1, 1, 1, 1).groupBy(1, number -> number, (_, group) -> group.batch(2).take(1));

    assertThat(flow.toList()).containsExactly(List.of(1, 1), List.of(1, 1), List.of(1));
  }

  @TreadleTest
  void tooManyGroupsAreAFailure() {
    var flow = Flow.of("a", "b", "c").groupBy(2, word -> word, (_, group) -> group);

    assertThatThrownBy(flow::toList)
        .hasMessage(
            "java.lang.IllegalStateException: groupBy: expected at most 2 groups at a time, found"
                + " another key: 'c'; raise the limit, or let groups end, by take() say");
  }

  @TreadleTest
  void groupsThatEndedMakeRoom() {
    var flow = Flow.of("a", "b", "c").groupBy(1, word -> word, (_, group) -> group.take(1));

    assertThat(flow.toList()).containsExactlyInAnyOrder("a", "b", "c");
  }

  // --- share

  @TreadleTest
  void everyConsumerGetsEveryElement() {
    var spring = Spring.of(3);
    TaskGroup.run(group -> {
      var shared = spring.flow().share(group);
      assertThat(spring.opened).hasValue(0);
      var first = shared.flow();
      var second = shared.flow();
      try (var one = first.open();
          var other = second.open()) {
        group.start(() -> one.forEach(log::add));
        other.forEach(log::add);
      }
    });

    assertThat(log).containsExactlyInAnyOrder(1, 2, 3, 1, 2, 3);
    assertThat(spring.opened).hasValue(1);
    assertThat(spring.closed).hasValue(1);
  }

  /// Logs when a fast consumer gets what a slow one gets, too, which works on each for 20 s.
  private void shareWithASlowOne(Simulation simulation, UnaryOperator<Flow<Integer>> slow) {
    TaskGroup.run(group -> {
      var shared = Spring.of(6).every(SECOND).flow().share(group);
      group.start(() -> slow.apply(shared.flow()).forEach(_ -> sleep(Duration.ofSeconds(20))));
      shared
          .flow()
          .forEach(number -> log.add(number + " at " + simulation.clock().elapsed().toSeconds()));
    });
  }

  @TreadleTest
  void theSlowestConsumerSetsThePace(Simulation simulation) {
    shareWithASlowOne(simulation, flow -> flow);

    // The fast one is one ahead.
    assertThat(log).containsExactly("1 at 1", "2 at 2", "3 at 21", "4 at 41", "5 at 61", "6 at 81");
  }

  @TreadleTest
  void aSlowConsumerWithABufferHoldsNobodyUpUntilThatIsFull(Simulation simulation) {
    shareWithASlowOne(simulation, flow -> flow.buffer(2));

    assertThat(log).containsExactly("1 at 1", "2 at 2", "3 at 3", "4 at 4", "5 at 5", "6 at 21");
  }

  @TreadleTest
  void aSlowConsumerThatConflatesHoldsUpNobody(Simulation simulation) {
    shareWithASlowOne(simulation, Flow::conflate);

    assertThat(log).startsWith("1 at 1").endsWith("6 at 6").hasSize(6);
  }

  @TreadleTest
  void whileNobodyListensNothingIsAskedFor(Simulation simulation) {
    var spring = Spring.endless();
    TaskGroup.run(group -> {
      var shared = spring.flow().share(group);
      assertThat(shared.flow().first()).contains(1);
      simulation.awaitBlocked();
      int asked = spring.asked.get();
      sleep(SECOND);
      assertThat(spring.asked).hasValue(asked);
      assertThat(shared.flow().first()).isPresent();
    });

    assertThat(spring.closed).hasValue(1);
  }

  @TreadleTest
  void aSharedFailureGoesToEveryConsumer() {
    TaskGroup.run(group -> {
      var shared = Spring.of(3).failingAt(2).flow().share(group);
      assertThatThrownBy(() -> shared.flow().toList()).hasMessage("java.io.IOException: no 2");
      assertThatThrownBy(() -> shared.flow().toList()).hasMessage("java.io.IOException: no 2");
    });
  }

  @TreadleTest
  void aSharedFailureThatNobodyAskedForIsLogged(Simulation simulation) {
    try (var logged = LogCapture.begin()) {
      TaskGroup.run(group -> {
        var shared = Spring.of(3).failingAt(2).flow().share(group);
        try (var cursor = shared.flow().open()) {
          assertThat(cursor.iterator().next()).isEqualTo(1);
          simulation.awaitBlocked();
        }
      });

      assertThat(logged.messages())
          .containsExactly("share failed ahead of its consumer, which left before it came so far");
    }
  }

  @TreadleTest
  void aSharedFailureBehindTheBackOfAllIsTheGroups(Simulation simulation) {
    assertThatThrownBy(() ->
            TaskGroup.run(group -> {
              var shared = Spring.of(3).every(SECOND).failingAt(2).flow().share(group);
              assertThat(shared.flow().first()).contains(1);
              sleep(Duration.ofSeconds(2));
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: no 2");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @TreadleTest
  void whoComesToLateFindsTheEnd() {
    TaskGroup.run(group -> {
      var shared = Spring.of(1).flow().share(group);
      assertThat(shared.flow().toList()).containsExactly(1);
      assertThat(shared.flow().toList()).isEmpty();
    });
  }
}
