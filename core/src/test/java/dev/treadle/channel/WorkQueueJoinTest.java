package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkQueueJoinTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final WorkQueue<Integer> queue = WorkQueue.fifo();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  @Test
  void joiningWhatWasNeverUsedReturnsAtOnce() {
    queue.join();

    assertThat(queue.statistics().unfinished()).isZero();
  }

  @TreadleTest
  void itWaitsUntilWhatWasPutIsTakenAndDone(Simulation simulation) {
    queue.put(1);
    queue.put(2);
    TaskGroup.run(group -> {
      var joining = group.start(queue::join);
      queue.take();
      queue.done();
      queue.take();
      simulation.awaitBlocked();
      assertThat(joining.isDone()).isFalse();
      assertThat(queue.statistics().unfinished()).isEqualTo(1);

      queue.done();
      simulation.awaitBlocked();
      assertThat(joining.isDone()).isTrue();
    });
  }

  @TreadleTest
  void everybodyWhoJoinsReturnsAndMayJoinAgain(Simulation simulation) {
    queue.put(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> {
          queue.join();
          log.add("first");
        });
      }
      simulation.awaitBlocked();
      queue.take();
      queue.done();
    });
    queue.put(2);
    TaskGroup.run(group -> {
      group.start(queue::join);
      simulation.awaitBlocked();
      assertThat(queue.statistics().waitingJoiners()).isEqualTo(1);
      queue.take();
      queue.done();
    });

    assertThat(log).containsExactly("first", "first", "first");
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.channel.WorkQueue", "dev.treadle.channel.Ledger"})
  void itReturnsExactlyWhenTheWorkIsDone() {
    var finished = new AtomicInteger();
    queue.put(1);
    queue.put(2);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          queue.take();
          finished.incrementAndGet();
          queue.done();
        });
      }
      group.start(() -> moveOnAfter(SECOND, queue::join));
      var given = group.start(queue::join);
      group.start(() -> given.cancel("enough"));
      queue.join();
      assertThat(finished).hasValue(2);
    });

    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, 0, 0, 0, 2, 2, 0));
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.channel.WorkQueue", "dev.treadle.channel.Ledger"})
  void anImmediateShutdownLetsJoinersGoOnceWhatWasTakenIsDone() {
    var finished = new AtomicInteger();
    queue.put(1);
    queue.put(2);
    TaskGroup.run(group -> {
      group.start(() -> {
        for (var _ : queue) {
          finished.incrementAndGet();
          queue.done();
        }
      });
      group.start(() -> queue.shutdown(true));
      queue.join();
      var statistics = queue.statistics();
      assertThat(statistics.dropped() + finished.get()).isEqualTo(2);
      assertThat(statistics.size()).isZero();
    });
  }

  @TreadleTest
  void whoGivesUpJoiningLeavesNothingBehind() {
    queue.put(1);

    assertThat(moveOnAfter(SECOND, queue::join)).isFalse();

    assertThat(queue.statistics().waitingJoiners()).isZero();
  }

  @TreadleTest(
      explore = 30_000,
      racePoints = {"dev.treadle.channel.WorkQueue", "dev.treadle.channel.Ledger"})
  void whoeverIsCancelledJoiningTheOtherReturnsWhenTheWorkIsDone() {
    var finished = new AtomicInteger();
    queue.put(1);
    queue.put(2);
    TaskGroup.run(group -> {
      var leaving = group.start(() -> joinThenLog(finished));
      group.start(() -> joinThenLog(finished));
      for (int i = 0; i < 2; i++) {
        group.start(() -> {
          queue.take();
          finished.incrementAndGet();
          queue.done();
        });
      }
      group.start(() -> leaving.cancel("enough"));
    });

    assertThat(log.size()).isIn(1, 2);
    assertThat(log).containsOnly("joined after 2");
    assertThat(queue.statistics().waitingJoiners()).isZero();
  }

  private void joinThenLog(AtomicInteger finished) {
    queue.join();
    log.add("joined after " + finished.get());
  }

  @TreadleTest
  void inACancelledTaskDoneWorksAndJoinDoesNot() {
    queue.put(1);
    CancelScope.run(scope -> {
      queue.take();
      scope.cancel("enough");
      queue.done();
      try {
        queue.join();
      } catch (Cancelled cancelled) {
        log.add(cancelled.reason());
      }
    });

    assertThat(log).containsExactly("enough");
    assertThat(queue.statistics().unfinished()).isZero();
  }

  @Test
  void doneMoreOftenThanTakenIsAMistake() {
    queue.put(1);
    queue.put(2);
    assertThatIllegalStateException()
        .isThrownBy(queue::done)
        .withMessage(
            "fifo queue: done() was called more often than elements were taken, which is 0 times;"
                + " call it once for each, after take()");
    queue.take();
    queue.done();

    assertThatIllegalStateException()
        .isThrownBy(queue::done)
        .withMessageContaining("which is 1 times");
    assertThat(queue.statistics().unfinished()).isEqualTo(1);
  }

  @TreadleTest
  void anElementPutWhileOthersAreDoneKeepsItWaiting(Simulation simulation) {
    queue.put(1);
    TaskGroup.run(group -> {
      var joining = group.start(queue::join);
      simulation.awaitBlocked();
      queue.put(2);
      queue.take();
      queue.done();
      sleep(SECOND);
      assertThat(joining.isDone()).isFalse();
      queue.take();
      queue.done();
    });
  }
}
