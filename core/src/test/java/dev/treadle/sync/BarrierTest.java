package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class BarrierTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Barrier barrier = Barrier.of("start", 3);

  /// The numbers of those who passed, in the order in which they did.
  private final List<Integer> passed = new CopyOnWriteArrayList<>();

  private final List<String> sentAway = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancelled = new AtomicInteger();

  /// Arrives, and notes how it ended.
  private void arrive() {
    try {
      passed.add(barrier.await());
    } catch (BarrierBrokenException broken) {
      sentAway.add(broken.getMessage());
    } catch (Cancelled cancellation) {
      cancelled.incrementAndGet();
      throw cancellation;
    }
  }

  // --- Passing

  @TreadleTest
  void nobodyPassesBeforeTheLastHasCome(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      group.start(() -> arrive());
      simulation.awaitBlocked();
      assertThat(passed).isEmpty();
      assertThat(barrier.waiting()).isEqualTo(2);

      arrive();
    });

    assertThat(passed).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(barrier.waiting()).isZero();
  }

  @TreadleTest
  void eachIsToldItsNumberInOrderOfArrival(Simulation simulation) {
    TaskGroup.run(group -> {
      var first = group.start(() -> barrier.await());
      simulation.awaitBlocked();
      var second = group.start(() -> barrier.await());
      simulation.awaitBlocked();

      assertThat(barrier.await()).isEqualTo(2);
      assertThat(first.await()).isEqualTo(0);
      assertThat(second.await()).isEqualTo(1);
    });
  }

  @TreadleTest
  void aBarrierForOneStopsNobody(Simulation simulation) {
    var open = Barrier.of(1);

    assertThat(open.await()).isZero();
    assertThat(open.await()).isZero();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void roundsDoNotMix() {
    var round = new AtomicInteger();
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          round.incrementAndGet();
          arrive();
          assertThat(round.get()).isBetween(3, 5);
          arrive();
          round.incrementAndGet();
          arrive();
          assertThat(round.get()).isEqualTo(6);
        });
      }
    });

    assertThat(passed).hasSize(9);
    assertThat(passed.stream().filter(index -> index == 0)).hasSize(3);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void whatWasDoneBeforeArrivingIsVisibleToThoseWhoPass() {
    var written = new int[3];
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        int mine = i;
        group.start(() -> {
          written[mine] = 1;
          arrive();
          assertThat(written).containsOnly(1);
        });
      }
    });
  }

  // --- Cancellation

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.sync")
  void aCancelledTaskJustLeavesAndOneMoreHasToCome() {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      var leaving = group.start(() -> arrive());
      sleep(SECOND);
      leaving.cancel("enough");
      sleep(SECOND);
      assertThat(barrier.statistics()).isEqualTo(new Barrier.Statistics(3, 1, false));

      group.start(() -> arrive());
      arrive();
    });

    assertThat(passed).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(cancelled).hasValue(1);
  }

  @TreadleTest(
      explore = 25_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void ifTheLastComesAsOneIsCancelledAllPassOrAllOthersWaitOn() {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      var leaving = group.start(() -> arrive());
      group.start(() -> arrive());
      group.start(() -> leaving.cancel("just then"));
      sleep(SECOND);
      assertThat(barrier.waiting()).isEqualTo(cancelled.get() == 1 ? 2 : 0);
      if (cancelled.get() == 1) {
        assertThat(passed).isEmpty();
        arrive();
      }
    });

    assertThat(passed).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(barrier.waiting()).isZero();
  }

  @TreadleTest(
      explore = 15_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.Barrier", "dev.treadle.Waiter"})
  void whoIsAskedInVainKeepsItsNumber(Simulation simulation) {
    TaskGroup.run(group -> {
      var first = group.start(() -> barrier.await());
      simulation.awaitBlocked();
      var leaving = group.start(() -> arrive());
      simulation.awaitBlocked();
      group.start(() -> arrive());
      group.start(() -> leaving.cancel("just then"));
      simulation.awaitBlocked();
      if (cancelled.get() == 1) {
        arrive();
      }

      assertThat(first.await()).isZero();
    });

    assertThat(passed).containsExactlyInAnyOrder(1, 2);
  }

  @TreadleTest(
      explore = 35_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void exactlyThreePassAtATimeWhoeverIsCancelled() {
    TaskGroup.run(group -> {
      var tasks =
          List.of(
              group.start(() -> arrive()),
              group.start(() -> arrive()),
              group.start(() -> arrive()),
              group.start(() -> arrive()));
      group.start(() -> tasks.get(1).cancel("just then"));
      group.start(() -> tasks.get(2).cancel("just then"));
      sleep(SECOND);
      assertThat(passed.size()).isIn(0, 3);
      assertThat(barrier.waiting()).isEqualTo(4 - passed.size() - cancelled.get());
      barrier.reset();
    });

    assertThat(sentAway).hasSize(4 - passed.size() - cancelled.get());
  }

  @TreadleTest
  void itIsAWaitAlsoForTheLast() {
    var open = Barrier.of(1);
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(() -> open.await())).isInstanceOf(Cancelled.class);
    });
  }

  @TreadleTest
  void afterATimeoutOneCanComeBack(Simulation simulation) {
    boolean ended = moveOnAfter(SECOND, () -> arrive());
    assertThat(ended).isFalse();

    TaskGroup.run(group -> {
      group.start(() -> arrive());
      group.start(() -> arrive());
      arrive();
    });
    assertThat(passed).hasSize(3);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  // --- Breaking and beginning anew

  @TreadleTest
  void abortSendsAwayThoseWhoWaitAndThoseWhoComeLater(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      group.start(() -> arrive());
      simulation.awaitBlocked();
      barrier.abort();
    });
    arrive();

    assertThat(sentAway)
        .containsExactly(
            "barrier 'start' was aborted while this task waited at it",
            "barrier 'start' was aborted while this task waited at it",
            "barrier 'start' is broken: abort() was called; reset() makes it usable again");
    assertThat(barrier.statistics()).isEqualTo(new Barrier.Statistics(3, 0, true));
  }

  @TreadleTest
  void resetSendsAwayThoseWhoWaitAndServesThoseWhoComeLater(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      simulation.awaitBlocked();
      barrier.reset();
      for (int i = 0; i < 3; i++) {
        group.start(() -> arrive());
      }
    });

    assertThat(sentAway).containsExactly("barrier 'start' was reset while this task waited at it");
    assertThat(passed).hasSize(3);
  }

  @TreadleTest
  void resetRepairsABrokenBarrier() {
    barrier.abort();
    assertThat(barrier.isBroken()).isTrue();

    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> arrive());
      }
    });
    assertThat(passed).hasSize(3);
  }

  @TreadleTest(
      explore = 15_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void ifItIsAbortedAsTheLastComesAllPassOrAllAreSentAway() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> arrive());
      }
      group.start(() -> barrier.abort());
    });

    assertThat(List.of(passed.size(), sentAway.size())).isIn(List.of(3, 0), List.of(0, 3));
    assertThat(barrier.waiting()).isZero();
  }

  @TreadleTest(
      explore = 15_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync", "dev.treadle.Waiter"})
  void resettingAndCancellingAtOnceLosesNobody() {
    TaskGroup.run(group -> {
      group.start(() -> arrive());
      var leaving = group.start(() -> arrive());
      group.start(() -> leaving.cancel("just then"));
      group.start(() -> arrive());
      group.start(() -> barrier.reset());
      sleep(SECOND);
      barrier.abort();
    });

    assertThat(passed.size()).isIn(0, 3);
    assertThat(passed.size() + sentAway.size() + cancelled.get()).isEqualTo(3);
    assertThat(barrier.waiting()).isZero();
  }

  @TreadleTest
  void abortingWorksWhileTheTaskIsCancelled() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      barrier.abort();
      assertThat(barrier.isBroken()).isTrue();
      barrier.reset();
      assertThat(barrier.isBroken()).isFalse();
    });
  }

  // --- Threads, names, mistakes

  @TreadleTest(realTime = true)
  void anyThreadMayArrive() throws InterruptedException {
    var platform = Thread.ofPlatform().start(this::arrive);
    var virtual = Thread.startVirtualThread(this::arrive);
    arrive();
    platform.join();
    virtual.join();

    assertThat(passed).containsExactlyInAnyOrder(0, 1, 2);
  }

  @TreadleTest
  void aTaskTreeSaysWhichBarrierIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start("a", () -> arrive());
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().find("main/a").orElseThrow().waitsFor())
          .isEqualTo("barrier 'start'");
      barrier.reset();
    });

    assertThat(Barrier.of(2)).hasToString("a barrier");
  }

  @TreadleTest
  void thereMustBeAParty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Barrier.of(0))
        .withMessage("parties: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Barrier.of("start", -1))
        .withMessage("parties: expected at least 1, found -1");
    assertThat(barrier.parties()).isEqualTo(3);
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void aNameIsNotNull() {
    assertThatNullPointerException().isThrownBy(() -> Barrier.of(null, 3)).withMessage("name");
  }

  @TreadleTest
  void aThreadThatWasInterruptedMeetsACancellation() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> barrier.await()).isInstanceOf(Cancelled.class);
    assertThat(barrier.waiting()).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }
}
