package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WorkQueueShutdownTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String NOT_PUT = "fifo queue is shut down: this element was not put";
  private static final String NOTHING_LEFT = "fifo queue is shut down: nothing is left to take";

  private final WorkQueue<Integer> queue = WorkQueue.fifo(2);
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void logEnd(Runnable body) {
    try {
      body.run();
      log.add("ended");
    } catch (QueueShutdownException shutDown) {
      log.add(shutDown.getMessage());
    }
  }

  @Test
  void nothingCanBePutAnyMore() {
    queue.shutdown();

    assertThatThrownBy(() -> queue.put(1))
        .isInstanceOf(QueueShutdownException.class)
        .hasMessage(NOT_PUT);
    assertThatThrownBy(() -> queue.tryPut(1))
        .isInstanceOf(QueueShutdownException.class)
        .hasMessage(NOT_PUT);
    assertThat(queue.isShutdown()).isTrue();
    assertThat(queue.statistics().put()).isZero();
  }

  @Test
  void whatIsInItCanBeTakenAndThenNothing() {
    queue.put(1);
    queue.put(2);
    queue.shutdown();

    assertThat(queue.take()).isEqualTo(1);
    assertThat(queue.tryTake()).isEqualTo(2);
    assertThatThrownBy(queue::take)
        .isInstanceOf(QueueShutdownException.class)
        .hasMessage(NOTHING_LEFT);
    assertThatThrownBy(queue::tryTake)
        .isInstanceOf(QueueShutdownException.class)
        .hasMessage(NOTHING_LEFT);
  }

  @Test
  void immediatelyItDropsWhatIsInIt() {
    queue.put(1);
    queue.put(2);
    queue.take();
    queue.shutdown(true);

    assertThatThrownBy(queue::take).hasMessage(NOTHING_LEFT);
    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, 0, 0, 1, 2, 1, 1));
  }

  @Test
  void anImmediateShutdownMayFollowAPatientOneButNotTheOtherWayRound() {
    queue.put(1);
    queue.shutdown();
    assertThat(queue.size()).isEqualTo(1);

    queue.shutdown(true);
    queue.shutdown();

    assertThat(queue.size()).isZero();
    assertThat(queue.isShutdown()).isTrue();
  }

  @TreadleTest
  void everyTakerThatWaitsIsWoken(Simulation simulation) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> logEnd(queue::take));
      }
      simulation.awaitBlocked();
      queue.shutdown();
    });

    assertThat(log).containsExactly(NOTHING_LEFT, NOTHING_LEFT, NOTHING_LEFT);
  }

  @TreadleTest
  void everyPutterThatWaitsIsWokenAndPutsNothing(Simulation simulation) {
    queue.put(1);
    queue.put(2);
    TaskGroup.run(group -> {
      for (int i = 3; i < 6; i++) {
        int element = i;
        group.start(() -> logEnd(() -> queue.put(element)));
      }
      simulation.awaitBlocked();
      queue.shutdown();
    });

    assertThat(log).containsExactly(NOT_PUT, NOT_PUT, NOT_PUT);
    assertThat(queue.statistics().put()).isEqualTo(2);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.channel")
  void whateverItMeetsNobodyStaysAndNothingIsLost() {
    var put = new CopyOnWriteArrayList<Integer>();
    var taken = new CopyOnWriteArrayList<Integer>();
    var small = WorkQueue.<Integer>fifo(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        int element = i;
        group.start(() ->
            logEnd(() -> {
              small.put(element);
              put.add(element);
            }));
        group.start(() -> logEnd(() -> taken.add(small.take())));
      }
      group.start(() -> small.shutdown());
    });

    put.removeAll(taken);
    assertThat(put).hasSize(small.size());
    assertThat(log).hasSize(4);
    var statistics = small.statistics();
    assertThat(statistics.waitingPutters() + statistics.waitingTakers()).isZero();
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.channel")
  void immediateItDropsExactlyWhatNobodyHasTaken() {
    var small = WorkQueue.<Integer>fifo(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        int element = i;
        group.start(() -> logEnd(() -> small.put(element)));
      }
      group.start(() -> logEnd(small::take));
      group.start(() -> small.shutdown(true));
    });

    var statistics = small.statistics();
    assertThat(log).hasSize(3);
    assertThat(statistics.put()).isEqualTo(statistics.taken() + statistics.dropped());
    assertThat(statistics.waitingPutters() + statistics.waitingTakers() + small.size()).isZero();
  }

  // --- Iterating

  @TreadleTest
  void iterationsEndWhenTheQueueDoes() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.start(() -> queue.forEach(log::add));
      }
      for (int i = 0; i < 5; i++) {
        queue.put(i);
      }
      queue.shutdown();
    });

    assertThat(log).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @TreadleTest
  void anIterationWaitsForWhatComes() {
    TaskGroup.run(group -> {
      group.start(() -> {
        for (var element : queue) {
          log.add(element);
        }
        log.add("end");
      });
      queue.put(1);
      sleep(SECOND);
      assertThat(log).containsExactly(1);
      queue.put(2);
      sleep(SECOND);
      queue.shutdown();
    });

    assertThat(log).containsExactly(1, 2, "end");
  }

  @Test
  void askingTwiceWhetherThereIsANextOneTakesOne() {
    queue.put(1);
    queue.put(2);
    var iterator = queue.iterator();
    var seen = new ArrayList<Integer>();

    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(queue.size()).isEqualTo(1);
    seen.add(iterator.next());
    seen.add(iterator.next());
    queue.shutdown();

    assertThat(seen).containsExactly(1, 2);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("nothing comes any more: expected hasNext() to be asked before next()");
  }
}
