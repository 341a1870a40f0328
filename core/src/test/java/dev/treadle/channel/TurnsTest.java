package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// How long those who wait may be passed over.
class TurnsTest {

  private static final Duration A_MILLISECOND = Duration.ofNanos(Turns.PATIENCE_NANOS);
  private static final Duration A_BIT_MORE = A_MILLISECOND.plusNanos(1);

  private final WorkQueue<Integer> queue = WorkQueue.fifo(100);
  private final List<Integer> served = new CopyOnWriteArrayList<>();

  private void startTakers(TaskGroup group, int count, Simulation simulation) {
    for (int i = 0; i < count; i++) {
      int number = i;
      group.start(() -> {
        queue.take();
        served.add(number);
      });
      simulation.awaitBlocked();
    }
  }

  /// Puts an element and takes it before the one who waits for it comes.
  private boolean passOver() {
    assertThat(queue.tryPut(0)).isTrue();
    return queue.tryTake() != null;
  }

  /// Passes over so often that the clock is read at the next time.
  private void passOverToTheNextReading() {
    for (int i = 0; i < Turns.PASSES; i++) {
      assertThat(passOver()).isTrue();
    }
  }

  @TreadleTest
  void whoRunsMayPassOverThoseWhoWait(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 1, simulation);

      for (int i = 0; i < 1_000; i++) {
        assertThat(passOver()).isTrue();
      }

      assertThat(served).isEmpty();
      assertThat(queue.statistics().waitingTakers()).isEqualTo(1);
      queue.put(1);
    });
  }

  @TreadleTest
  void afterAMillisecondNobodyMay(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 1, simulation);

      passOverToTheNextReading();
      sleep(A_MILLISECOND);
      passOverToTheNextReading();
      assertThat(served).isEmpty();
      sleep(Duration.ofNanos(1));
      assertThat(passOver()).isFalse();

      simulation.awaitBlocked();
      assertThat(served).containsExactly(0);
    });
  }

  @TreadleTest
  void butSixteenMayInAnyCase(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 1, simulation);

      assertThat(passOver()).isTrue();
      sleep(A_BIT_MORE);
      for (int i = 1; i < Turns.PASSES; i++) {
        assertThat(passOver()).isTrue();
      }
      assertThat(passOver()).isFalse();
    });
  }

  @TreadleTest
  void aNewcomerThatMayNotPassStandsInLine(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 2, simulation);
      passOverToTheNextReading();
      sleep(A_BIT_MORE);
      queue.put(1);
      var newcomer =
          group.start(() -> {
            queue.take();
            served.add(9);
          });
      assertThat(queue.tryTake()).isNull();
      queue.put(2);
      simulation.awaitBlocked();
      assertThat(served).containsExactly(0, 1);
      assertThat(newcomer.isDone()).isFalse();
      queue.put(3);
    });

    assertThat(served).containsExactly(0, 1, 9);
  }

  @TreadleTest
  void whenAllAreServedNewcomersMayPassAgain(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 1, simulation);
      passOverToTheNextReading();
      sleep(A_BIT_MORE);
      assertThat(passOver()).isFalse();
      simulation.awaitBlocked();
      assertThat(served).containsExactly(0);

      startTakers(group, 1, simulation);
      assertThat(passOver()).isTrue();
      queue.put(1);
    });
  }

  @TreadleTest
  void whenAllHaveLeftNewcomersMayPassAgain(Simulation simulation) {
    TaskGroup.run(group -> {
      var first = group.start(queue::take);
      simulation.awaitBlocked();
      passOver();
      sleep(A_BIT_MORE);
      first.cancel("enough");
      simulation.awaitBlocked();

      startTakers(group, 1, simulation);
      passOverToTheNextReading();
      sleep(A_MILLISECOND);
      assertThat(passOver()).isTrue();
      queue.put(1);
    });
  }

  @TreadleTest
  void sixteenAreServedThenNewcomersMayPassAgain(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 20, simulation);
      passOverToTheNextReading();
      sleep(A_BIT_MORE);
      assertThat(passOver()).isFalse();
      simulation.awaitBlocked();

      for (int i = 1; i < Turns.TURNS; i++) {
        assertThat(passOver()).isFalse();
        simulation.awaitBlocked();
      }

      assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
      assertThat(passOver()).isTrue();
      for (int i = 0; i < 4; i++) {
        queue.put(i);
      }
    });
  }

  @TreadleTest
  void puttersArePassedOverNoLonger(Simulation simulation) {
    var full = WorkQueue.<Integer>fifo(1);
    full.put(0);
    TaskGroup.run(group -> {
      group.start(() -> full.put(9));
      simulation.awaitBlocked();

      for (int i = 0; i < Turns.PASSES; i++) {
        full.take();
        assertThat(full.tryPut(1)).isTrue();
      }
      sleep(A_BIT_MORE);
      full.take();
      assertThat(full.tryPut(2)).isFalse();
      simulation.awaitBlocked();
      assertThat(full.take()).isEqualTo(9);
    });
  }

  @TreadleTest
  void whoWasPassedOverKeepsHisPlaceInFront(Simulation simulation) {
    TaskGroup.run(group -> {
      startTakers(group, 3, simulation);
      passOver();
      simulation.awaitBlocked();

      for (int i = 0; i < 3; i++) {
        queue.put(i);
      }
    });

    assertThat(served).containsExactly(0, 1, 2);
  }
}
