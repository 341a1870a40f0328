package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  private static List<Integer> drained(WorkQueue<Integer> queue) {
    var elements = new ArrayList<Integer>();
    for (var element = queue.tryTake(); element != null; element = queue.tryTake()) {
      elements.add(element);
    }
    return elements;
  }

  private static WorkQueue<Integer> filled(WorkQueue<Integer> queue, int... elements) {
    for (int element : elements) {
      queue.put(element);
    }
    return queue;
  }

  // --- Order

  @Test
  void fifoTheFirstThatCameLeavesFirst() {
    assertThat(drained(filled(WorkQueue.fifo(), 3, 1, 2))).containsExactly(3, 1, 2);
  }

  @Test
  void lifoTheLastThatCameLeavesFirst() {
    assertThat(drained(filled(WorkQueue.lifo(), 3, 1, 2))).containsExactly(2, 1, 3);
  }

  @Test
  void priorityTheLeastLeavesFirst() {
    var queue = filled(WorkQueue.priority(Comparator.naturalOrder()), 3, 1, 2, 5, 4, 0);

    assertThat(drained(queue)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void tenThousandElementsComeOutInOrder() {
    var queue = WorkQueue.<Integer>fifo();
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < 10_000; i++) {
      queue.put(i);
      expected.add(i);
      if (i % 3 == 0) {
        log.add(queue.take());
      }
    }

    log.addAll(drained(queue));

    assertThat(log).isEqualTo(expected);
  }

  @Test
  void amongBoundedQueuesEachKindKeepsItsOrder() {
    assertThat(drained(filled(WorkQueue.fifo(3), 3, 1, 2))).containsExactly(3, 1, 2);
    assertThat(drained(filled(WorkQueue.lifo(3), 3, 1, 2))).containsExactly(2, 1, 3);
    assertThat(drained(filled(WorkQueue.priority(3, Comparator.reverseOrder()), 3, 1, 2)))
        .containsExactly(3, 2, 1);
  }

  // --- Waiting

  @TreadleTest
  void aTakeWaitsForAnElement(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      group.start(() -> log.add(queue.take()));
      simulation.awaitBlocked();
      assertThat(log).isEmpty();

      queue.put(7);
    });

    assertThat(log).containsExactly(7);
  }

  @TreadleTest
  void aPutWaitsForRoom(Simulation simulation) {
    var queue = filled(WorkQueue.fifo(2), 1, 2);
    TaskGroup.run(group -> {
      group.start(() -> {
        queue.put(3);
        log.add("put");
      });
      simulation.awaitBlocked();
      assertThat(log).isEmpty();

      assertThat(queue.take()).isEqualTo(1);
      simulation.awaitBlocked();
      assertThat(log).containsExactly("put");
    });

    assertThat(drained(queue)).containsExactly(2, 3);
  }

  @TreadleTest
  void takersAreServedInOrderOfArrival(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      for (var name : List.of("a", "b", "c")) {
        group.start(() -> log.add(name + queue.take()));
        simulation.awaitBlocked();
      }
      filled(queue, 1, 2, 3);
    });

    assertThat(log).containsExactly("a1", "b2", "c3");
  }

  @TreadleTest
  void puttersAreServedInOrderOfArrival(Simulation simulation) {
    var queue = filled(WorkQueue.fifo(1), 0);
    TaskGroup.run(group -> {
      for (int i = 1; i <= 3; i++) {
        int element = i;
        group.start(() -> queue.put(element));
        simulation.awaitBlocked();
      }
      for (int i = 0; i <= 3; i++) {
        log.add(queue.take());
      }
    });

    assertThat(log).containsExactly(0, 1, 2, 3);
  }

  @TreadleTest
  void severalElementsWakeSeveralTakers(Simulation simulation) {
    var queue = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> log.add(queue.take()));
      }
      simulation.awaitBlocked();

      filled(queue, 1, 2);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1, 2);
      queue.put(3);
    });
  }

  @TreadleTest
  void severalFreePlacesWakeSeveralPutters(Simulation simulation) {
    var queue = filled(WorkQueue.fifo(2), 1, 2);
    TaskGroup.run(group -> {
      for (int i = 3; i <= 5; i++) {
        int element = i;
        group.start(() -> queue.put(element));
      }
      simulation.awaitBlocked();

      assertThat(List.of(queue.take(), queue.take())).containsExactly(1, 2);
      simulation.awaitBlocked();
      assertThat(queue.size()).isEqualTo(2);
      assertThat(queue.statistics().waitingPutters()).isEqualTo(1);
      queue.take();
    });
  }

  @TreadleTest
  void aThreadThatIsNoTaskMayUseIt() throws InterruptedException {
    var queue = WorkQueue.<Integer>fifo();
    var taker = Thread.startVirtualThread(() -> log.add(queue.take()));
    var putter = Thread.startVirtualThread(() -> queue.put(7));

    taker.join();
    putter.join();

    assertThat(log).containsExactly(7);
  }

  @TreadleTest(realTime = true)
  void aPlatformThreadMayUseIt() throws InterruptedException {
    var queue = WorkQueue.<Integer>fifo(1);
    var putter = Thread.ofPlatform().start(() -> filled(queue, 1, 2, 3));

    assertThat(List.of(queue.take(), queue.take(), queue.take())).containsExactly(1, 2, 3);
    putter.join();
  }

  // --- Without waiting

  @Test
  void whereThereIsNothingTryTakeTakesNothing() {
    var queue = WorkQueue.<Integer>fifo();

    assertThat(queue.tryTake()).isNull();
    queue.put(7);
    assertThat(queue.tryTake()).isEqualTo(7);
    assertThat(queue.tryTake()).isNull();
  }

  @Test
  void whereThereIsNoRoomTryPutPutsNothing() {
    var queue = WorkQueue.<Integer>fifo(2);

    assertThat(queue.tryPut(1)).isTrue();
    assertThat(queue.tryPut(2)).isTrue();
    assertThat(queue.tryPut(3)).isFalse();
    assertThat(drained(queue)).containsExactly(1, 2);
  }

  @TreadleTest
  void tryPutAndTryTakeWakeThoseWhoWait(Simulation simulation) {
    var queue = filled(WorkQueue.fifo(1), 1);
    var empty = WorkQueue.<Integer>fifo();
    TaskGroup.run(group -> {
      group.start(() -> queue.put(2));
      group.start(() -> log.add(empty.take()));
      simulation.awaitBlocked();

      assertThat(queue.tryTake()).isEqualTo(1);
      assertThat(empty.tryPut(7)).isTrue();
    });

    assertThat(log).containsExactly(7);
    assertThat(drained(queue)).containsExactly(2);
  }

  // --- Priority

  private record Job(String name, int urgency) {}

  @Test
  void equalPrioritiesLeaveInOrderOfArrival() {
    var queue = WorkQueue.priority(Comparator.comparingInt(Job::urgency));
    for (int i = 0; i < 100; i++) {
      queue.put(new Job("job-" + i, i % 3));
    }

    for (var job = queue.tryTake(); job != null; job = queue.tryTake()) {
      log.add(job);
    }

    assertThat(log)
        .hasSize(100)
        .isSortedAccordingTo(
            Comparator.comparingInt((Object job) -> ((Job) job).urgency)
                .thenComparing(job -> Integer.valueOf(((Job) job).name.substring(4))));
  }

  @Test
  void whatTheComparatorThrowsLeavesTheQueueAsItWas() {
    var queue = WorkQueue.<Integer>priority(WorkQueueTest::noThirteen);
    filled(queue, 5, 1, 3);

    assertThatIllegalStateException().isThrownBy(() -> queue.put(13)).withMessage("thirteen");
    assertThatIllegalStateException().isThrownBy(() -> queue.tryPut(13)).withMessage("thirteen");

    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(3, 0, 0, 0, 3, 3, 0, 0));
    assertThat(drained(queue)).containsExactly(1, 3, 5);
  }

  private static int noThirteen(int one, int other) {
    if (one == 13 || other == 13) {
      throw new IllegalStateException("thirteen");
    }
    return Integer.compare(one, other);
  }

  @Test
  void aTakeWhoseComparatorThrowsTakesNothing() {
    var isBroken = new boolean[1];
    var queue =
        WorkQueue.<Integer>priority(
            (one, other) -> isBroken[0] ? noThirteen(13, other) : Integer.compare(one, other));
    filled(queue, 3, 1, 2);

    isBroken[0] = true;
    assertThatIllegalStateException().isThrownBy(queue::take).withMessage("thirteen");
    isBroken[0] = false;

    assertThat(drained(queue)).containsExactly(1, 2, 3);
  }

  @TreadleTest
  void aPutterWhoseComparatorThrowsWhenItsTurnComesGivesTheTurnToTheNext(Simulation simulation) {
    var queue = filled(WorkQueue.priority(2, WorkQueueTest::noThirteenOnceAlone), 1, 2);
    TaskGroup.supervise(
        thrown -> log.add(thrown.getMessage()),
        group -> {
          group.start(() -> queue.put(13));
          simulation.awaitBlocked();
          group.start(() -> queue.put(4));
          simulation.awaitBlocked();
          alone = true;
          queue.take();
        });

    assertThat(log).containsExactly("thirteen");
    assertThat(drained(queue)).containsExactly(2, 4);
  }

  private static boolean alone;

  private static int noThirteenOnceAlone(int one, int other) {
    return alone ? noThirteen(one, other) : Integer.compare(one, other);
  }

  @Test
  void theComparatorMayUseTheQueue() {
    var queues = new ArrayList<WorkQueue<Integer>>();
    var queue =
        WorkQueue.<Integer>priority((one, other) -> {
          log.add(queues.getFirst().size());
          return Integer.compare(one, other);
        });
    queues.add(queue);

    filled(queue, 2, 1);

    assertThat(log).containsExactly(1);
    assertThat(drained(queue)).containsExactly(1, 2);
  }

  @TreadleTest
  void aComparatorThatWaitsHoldsNobodyUp(Simulation simulation) {
    var queue =
        WorkQueue.<Integer>priority((one, other) -> {
          if (one + other > 100) {
            sleep(SECOND);
          }
          return Integer.compare(one, other);
        });
    queue.put(1);
    TaskGroup.run(group -> {
      group.start(() -> queue.put(100));
      simulation.awaitBlocked();

      queue.put(2);
      assertThat(queue.take()).isEqualTo(1);
      assertThat(simulation.clock().elapsed()).isZero();
    });

    assertThat(drained(queue)).containsExactly(2, 100);
  }

  @Test
  void aComparatorThatContradictsItselfLosesNothing() {
    var queue = filled(WorkQueue.priority((_, _) -> -1), 1, 2, 3, 4, 5);

    assertThat(drained(queue)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  // --- Looking at it

  @Test
  void itKnowsHowFullItIs() {
    var queue = WorkQueue.<Integer>fifo(2);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.maxSize()).isEqualTo(2);

    queue.put(1);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.isEmpty() || queue.isFull()).isFalse();

    queue.put(2);
    assertThat(queue.isFull()).isTrue();
    assertThat(WorkQueue.fifo().maxSize()).isEqualTo(Integer.MAX_VALUE);
  }

  @TreadleTest
  void itsStatisticsSayWhatHappened(Simulation simulation) {
    var queue = filled(WorkQueue.fifo(1), 1);
    TaskGroup.run(group -> {
      group.start(() -> queue.put(2));
      group.start(() -> queue.put(3));
      group.start(queue::join);
      simulation.awaitBlocked();
      assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(1, 2, 0, 1, 1, 1, 0, 0));

      for (int i = 0; i < 3; i++) {
        queue.take();
        queue.done();
      }
      group.start(queue::take);
      simulation.awaitBlocked();
      assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, 1, 0, 0, 3, 3, 0));
      queue.put(4);
    });
  }

  @TreadleTest
  void theTaskTreeSaysWhoWaitsForWhat(Simulation simulation) {
    var full = filled(WorkQueue.fifo("jobs", 1), 1);
    TaskGroup.run(group -> {
      var waiting =
          List.of(
              group.start("putter", () -> full.put(2)),
              group.start("joiner", full::join),
              group.start("taker", () -> WorkQueue.lifo("answers", 1).take()));
      simulation.awaitBlocked();

      assertThat(TaskTree.capture().toString())
          .contains(
              "put into fifo queue 'jobs'",
              "join fifo queue 'jobs'",
              "take from lifo queue 'answers'");
      waiting.forEach(task -> task.cancel("seen"));
    });
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(WorkQueue.fifo()).hasToString("fifo queue");
    assertThat(WorkQueue.fifo(3)).hasToString("fifo queue");
    assertThat(WorkQueue.lifo()).hasToString("lifo queue");
    assertThat(WorkQueue.priority("mail", 3, Comparator.<Integer>naturalOrder()))
        .hasToString("priority queue 'mail'");
  }

  // --- Mistakes

  @Test
  void aBoundIsAtLeastOne() {
    var message = "maxSize: expected at least 1, found 0; leave it out for no bound";
    assertThatIllegalArgumentException().isThrownBy(() -> WorkQueue.fifo(0)).withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkQueue.lifo("a", 0))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkQueue.priority(-1, Comparator.<Integer>naturalOrder()))
        .withMessage("maxSize: expected at least 1, found -1; leave it out for no bound");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNoElement() {
    var queue = WorkQueue.<Integer>fifo();

    assertThatNullPointerException().isThrownBy(() -> queue.put(null)).withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> queue.tryPut(null)).withMessage("element");
    assertThatNullPointerException()
        .isThrownBy(() -> WorkQueue.priority(null))
        .withMessage("comparator");
    assertThatNullPointerException().isThrownBy(() -> WorkQueue.fifo(null, 1)).withMessage("name");
    assertThatNullPointerException().isThrownBy(() -> WorkQueue.lifo(null, 1)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> WorkQueue.priority(null, 1, Comparator.<Integer>naturalOrder()))
        .withMessage("name");
    assertThat(queue.statistics().put()).isZero();
  }
}
