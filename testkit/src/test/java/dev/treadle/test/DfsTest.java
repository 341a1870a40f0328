package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DfsTest {

  @Test
  void threeThreadsHaveSixOrders() {
    Set<List<Integer>> orders = new HashSet<>();

    var exploration =
        Simulation.explore(
            100,
            settings -> settings.withStrategy(Strategy.DFS).withDepth(0),
            _ -> {
              List<Integer> order = new ArrayList<>();
              var threads = new ArrayList<Thread>();
              for (int i = 0; i < 3; i++) {
                int number = i;
                threads.add(Thread.startVirtualThread(() -> order.add(number)));
              }
              for (var thread : threads) {
                thread.join();
              }
              orders.add(order);
            });

    assertThat(orders).hasSize(6);
    assertThat(exploration.isExhaustive()).isTrue();
  }

  @Test
  void everyScheduleIsRunOnce() {
    var exploration = exploreCounter(2);

    assertThat(exploration.distinct()).isEqualTo(exploration.runs());
    assertThat(exploration.isExhaustive()).isTrue();
  }

  @Test
  void everyForcedSwitchAllowedAddsTheSchedulesThatNeedIt() {
    // With none: one, two, main; one, main, two; two, one, main. Each thread can be made to give
    // way once, before its addition: four schedules need one switch, three need both.
    assertThat(exploreCounter(0).runs()).isEqualTo(3);
    assertThat(exploreCounter(1).runs()).isEqualTo(3 + 4);
    assertThat(exploreCounter(2).runs()).isEqualTo(3 + 4 + 3);
    assertThat(exploreCounter(9).runs()).isEqualTo(3 + 4 + 3);
  }

  @Test
  void itEndsEarlyWhenItHasSeenEnough() {
    var exploration =
        Simulation.explore(
            3, settings -> settings.withStrategy(Strategy.DFS), Scenario.BLOCKING_QUEUE);

    assertThat(exploration.runs()).isEqualTo(3);
    assertThat(exploration.isExhaustive()).isFalse();
  }

  @Test
  void itFindsABugThatNeedsOneSwitchAndItsTokenRepeatsIt() {
    var failure = catchThrowable(() -> explore(PlantedBug.CHECK_THEN_ACT, 1));

    var token = FailedSchedule.of(failure).orElseThrow().token();
    assertThatThrownBy(() -> Simulation.replay(token, PlantedBug.CHECK_THEN_ACT))
        .hasSameClassAs(failure)
        .hasMessage(failure.getMessage());
  }

  @Test
  void itFindsNothingWithoutTheSwitch() {
    assertThat(explore(PlantedBug.CHECK_THEN_ACT, 0).isExhaustive()).isTrue();
  }

  @Test
  void itProvesTheFixedVersionForAllSchedulesWithinItsBound() {
    var exploration =
        explore(
            _ -> {
              var opened = new AtomicInteger();
              var cache =
                  new SessionCache(u -> new SessionCache.Session(u, opened.incrementAndGet()));
              PlantedBug.inParallel(() -> cache.onlySessionOf("ann"));
              assertThat(opened).hasValue(1);
            },
            5);

    assertThat(exploration.isExhaustive()).isTrue();
  }

  private static Exploration exploreCounter(int switches) {
    return explore(
        _ -> {
          var counter = new AtomicInteger();
          PlantedBug.inParallel(() -> counter.addAndGet(1));
          assertThat(counter).hasValue(2);
        },
        switches);
  }

  private static Exploration explore(Simulation.Body body, int switches) {
    return Simulation.explore(10_000, s -> s.withStrategy(Strategy.DFS).withDepth(switches), body);
  }
}
