package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class WorkQueueCancellationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Integer> put = new CopyOnWriteArrayList<>();
  private final List<Integer> taken = new CopyOnWriteArrayList<>();

  // --- Where it strikes

  @TreadleTest
  void aCancelledTakeTakesNothing() {
    var queue = WorkQueue.<Integer>fifo();

    assertThat(moveOnAfter(SECOND, () -> queue.take())).isEqualTo(Optional.empty());
    queue.put(7);

    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(1, 0, 0, 0, 1, 1, 0, 0));
  }

  @TreadleTest
  void aCancelledPutPutsNothing() {
    var queue = WorkQueue.<Integer>fifo(1);
    queue.put(7);

    assertThat(moveOnAfter(SECOND, () -> queue.put(8))).isFalse();

    assertThat(queue.take()).isEqualTo(7);
    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, 0, 0, 1, 1, 1, 0));
  }

  @TreadleTest
  void aCancelledTaskNeitherPutsNorTakesEvenIfItNeedNotWait() {
    var queue = WorkQueue.<Integer>fifo();
    queue.put(7);
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(() -> queue.put(8))).isInstanceOf(Cancelled.class);
      assertThat(catchThrowable(queue::take)).isInstanceOf(Cancelled.class);
      assertThat(catchThrowable(() -> queue.iterator().hasNext())).isInstanceOf(Cancelled.class);
    });

    assertThat(queue.size()).isEqualTo(1);
  }

  @TreadleTest
  void whatDoesNotWaitWorksInACancelledTask() {
    var queue = WorkQueue.<Integer>fifo();
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(queue.tryPut(7)).isTrue();
      assertThat(queue.tryTake()).isEqualTo(7);
      queue.shutdown();
    });

    assertThat(queue.isShutdown()).isTrue();
  }

  @TreadleTest
  void whoStandsInTheMiddleOfTheLineMayLeaveIt(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      group.start(() -> taken.add(queue.take()));
      simulation.awaitBlocked();
      var middle = group.start(() -> taken.add(-queue.take()));
      simulation.awaitBlocked();
      group.start(() -> taken.add(queue.take()));
      simulation.awaitBlocked();
      middle.cancel("enough");
      simulation.awaitBlocked();
      assertThat(queue.statistics().waitingTakers()).isEqualTo(2);
      queue.put(1);
      queue.put(2);
    });

    assertThat(taken).containsExactly(1, 2);
  }

  // --- In every interleaving

  private void putThenLog(WorkQueue<Integer> queue, int element) {
    queue.put(element);
    put.add(element);
  }

  private void takeThenLog(WorkQueue<Integer> queue) {
    taken.add(queue.take());
  }

  /// Two put, two take, one of each is cancelled at some time.
  private void cancelSomebody(WorkQueue<Integer> queue) {
    TaskGroup.run(group -> {
      var putter = group.start(() -> putThenLog(queue, 1));
      var taker = group.start(() -> takeThenLog(queue));
      group.start(() -> putThenLog(queue, 2));
      var other = group.start(() -> takeThenLog(queue));
      group.start(() -> putter.cancel("enough"));
      group.start(() -> taker.cancel("enough"));
      sleep(SECOND);
      assertNobodyIsStuck(queue);
      other.cancel("nothing comes any more");
    });
    assertExact(queue);
  }

  private static void assertNobodyIsStuck(WorkQueue<?> queue) {
    var statistics = queue.statistics();
    assertThat(statistics.waitingTakers() == 0 || statistics.size() == 0).isTrue();
    assertThat(statistics.waitingPutters() == 0 || statistics.size() == queue.maxSize()).isTrue();
  }

  private void assertExact(WorkQueue<Integer> queue) {
    var statistics = queue.statistics();
    assertThat(statistics.waitingTakers()).isZero();
    assertThat(statistics.waitingPutters()).isZero();
    assertThat(statistics.put()).isEqualTo(put.size());
    assertThat(statistics.taken()).isEqualTo(taken.size());
    for (var left = queue.tryTake(); left != null; left = queue.tryTake()) {
      taken.add(left);
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(put);
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.channel")
  void fifoNothingIsLostOrDoubledAndNobodyIsStuck() {
    cancelSomebody(WorkQueue.fifo(1));
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.channel")
  void lifoNothingIsLostOrDoubledAndNobodyIsStuck() {
    cancelSomebody(WorkQueue.lifo(1));
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.channel")
  void priorityNothingIsLostOrDoubledAndNobodyIsStuck() {
    cancelSomebody(WorkQueue.priority(2, Comparator.naturalOrder()));
  }

  @TreadleTest(explore = 10_000)
  void thoseWhoStandInLineWhenOneOfThemIsCancelledAreServed(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      var first = group.start(() -> takeThenLog(queue));
      var second = group.start(() -> takeThenLog(queue));
      var third = group.start(() -> takeThenLog(queue));
      simulation.awaitBlocked();
      group.start(() -> first.cancel("enough"));
      group.start(() -> putThenLog(queue, 1));
      group.start(() -> putThenLog(queue, 2));
      sleep(SECOND);
      assertNobodyIsStuck(queue);
      List.of(second, third).forEach(task -> task.cancel("nothing comes any more"));
    });

    assertExact(queue);
  }

  @TreadleTest(explore = 10_000)
  void thosePassedOverAreServedInTheEnd(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      var waiting = group.start(() -> takeThenLog(queue));
      var cancelled = group.start(() -> takeThenLog(queue));
      simulation.awaitBlocked();
      group.start(() -> cancelled.cancel("enough"));
      for (int i = 0; i < Turns.PASSES + 1; i++) {
        putThenLog(queue, i);
        var passing = queue.tryTake();
        put.removeIf(element -> element.equals(passing));
        sleep(Duration.ofNanos(100_000));
      }
      sleep(SECOND);
      assertNobodyIsStuck(queue);
      waiting.cancel("nothing comes any more");
    });
  }

  // --- In real time

  @TreadleTest(realTime = true)
  void manyWhoGiveUpLeaveNothingBehind() {
    var queue = WorkQueue.<Integer>fifo(2);
    TaskGroup.run(group -> {
      for (int i = 0; i < 4; i++) {
        group.startDaemon(() -> {
          while (true) {
            moveOnAfter(Duration.ofNanos(20_000), () -> takeThenLog(queue));
          }
        });
      }
      Treadle.gather(
          List.of(0, 1, 2, 3),
          producer -> {
            for (int i = 0; i < 500; i++) {
              putOrGiveUp(queue, producer * 1_000 + i);
            }
            return true;
          });
    });

    assertExact(queue);
  }

  private void putOrGiveUp(WorkQueue<Integer> queue, int element) {
    if (moveOnAfter(Duration.ofNanos(20_000), () -> queue.put(element))) {
      put.add(element);
    }
  }
}
