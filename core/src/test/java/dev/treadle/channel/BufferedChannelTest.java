package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedChannelTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Integer> log = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 1000})
  void itHoldsExactlyAsManyElementsAsItWasMadeFor(int capacity) {
    var channel = Channel.<Integer>buffered(capacity);
    for (int lap = 0; lap < 3; lap++) {
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.trySend(i)).isTrue();
      }
      assertThat(channel.trySend(capacity)).isFalse();
      assertThat(channel.statistics().buffered()).isEqualTo(capacity);
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.tryReceive()).isEqualTo(i);
      }
      assertThat(channel.tryReceive()).isNull();
    }
  }

  @TreadleTest
  void aSenderWaitsWhileItIsFull(Simulation simulation) {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      group.start(() -> {
        for (int i = 1; i <= 4; i++) {
          channel.send(i);
          log.add(i);
        }
      });
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1, 2);
      assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(2, 1, 0, 2, 0, 0));

      assertThat(channel.receive()).isEqualTo(1);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1, 2, 3);
      assertThat(channel.receive()).isEqualTo(2);
    });

    assertThat(log).containsExactly(1, 2, 3, 4);
  }

  @TreadleTest(explore = 10_000)
  void aReceiverWaitsWhileItIsEmpty() {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      group.start(() -> log.add(channel.receive()));
      group.start(() -> log.add(channel.receive()));
      sleep(SECOND);
      channel.send(1);
      channel.trySend(2);
    });

    assertThat(log).containsExactlyInAnyOrder(1, 2);
  }

  @TreadleTest(explore = 10_000)
  void receiversThatWaitAreServedInOrderOfArrivalIfNobodyElseComes() {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        int number = i;
        group.start(() -> {
          channel.receive();
          log.add(number);
        });
        sleep(SECOND);
      }
      for (int i = 0; i < 3; i++) {
        channel.send(i);
        sleep(SECOND);
      }
    });

    assertThat(log).containsExactly(0, 1, 2);
  }

  @TreadleTest(explore = 10_000)
  void sendersThatWaitAreServedInOrderOfArrivalIfNobodyElseComes() {
    var channel = Channel.<Integer>buffered(1);
    channel.send(-1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        int number = i;
        group.start(() -> channel.send(number));
        sleep(SECOND);
      }
      for (int i = 0; i < 4; i++) {
        log.add(channel.receive());
        sleep(SECOND);
      }
    });

    assertThat(log).containsExactly(-1, 0, 1, 2);
  }

  @TreadleTest(explore = 10_000)
  void theElementsOfOneSenderArriveInItsOrder() {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      group.start(() -> List.of(1, 2, 3).forEach(channel::send));
      group.start(() -> List.of(11, 12, 13).forEach(channel::send));
      for (int i = 0; i < 6; i++) {
        log.add(channel.receive());
      }
    });

    assertThat(log).filteredOn(i -> i < 10).containsExactly(1, 2, 3);
    assertThat(log).filteredOn(i -> i > 10).containsExactly(11, 12, 13);
  }

  // --- One wake at a time

  @TreadleTest
  void oneReceiverIsWokenAndWakesTheNextIfThereIsMore(Simulation simulation) {
    var channel = Channel.<Integer>buffered(3);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> log.add(channel.receive()));
      }
      simulation.awaitBlocked();
      List.of(1, 2, 3).forEach(channel::trySend);
      assertThat(channel.statistics().waitingReceivers()).isEqualTo(2);
    });

    assertThat(log).containsExactlyInAnyOrder(1, 2, 3);
  }

  @TreadleTest
  void oneSenderIsWokenAndWakesTheNextIfThereIsRoom(Simulation simulation) {
    var channel = Channel.<Integer>buffered(3);
    List.of(1, 2, 3).forEach(channel::send);
    TaskGroup.run(group -> {
      for (int i = 4; i <= 6; i++) {
        int number = i;
        group.start(() -> channel.send(number));
      }
      simulation.awaitBlocked();
      for (int i = 0; i < 3; i++) {
        log.add(channel.tryReceive());
      }
      assertThat(channel.statistics().waitingSenders()).isEqualTo(2);
    });

    assertThat(log).containsExactly(1, 2, 3);
    assertThat(channel.statistics().buffered()).isEqualTo(3);
  }

  @TreadleTest
  void whoWasWokenInVainIsFirstInLineAgain(Simulation simulation) {
    var channel = Channel.<Integer>buffered(1);
    TaskGroup.run(group -> {
      for (int i = 0; i < 2; i++) {
        int number = i;
        group.start(() -> {
          channel.receive();
          log.add(number);
        });
        simulation.awaitBlocked();
      }
      channel.trySend(7);
      assertThat(channel.tryReceive()).isEqualTo(7);
      simulation.awaitBlocked();
      channel.send(8);
      simulation.awaitBlocked();
      channel.send(9);
    });

    assertThat(log).containsExactly(0, 1);
  }

  // --- Passed over, but not for ever

  /// Whoever wakes the waiter takes its element away again before it has run.
  private int timesInVain(Channel<Integer> channel, Simulation simulation) {
    int inVain = 0;
    while (log.isEmpty() && inVain < 100) {
      channel.trySend(inVain);
      if (channel.tryReceive() != null) {
        inVain++;
      }
      simulation.awaitBlocked();
    }
    return inVain;
  }

  @TreadleTest
  void aReceiverIsPassedOverEightTimesAtMost(Simulation simulation) {
    var channel = Channel.<Integer>buffered(1);
    TaskGroup.run(group -> {
      group.start(() -> log.add(channel.receive()));
      simulation.awaitBlocked();

      assertThat(timesInVain(channel, simulation)).isEqualTo(Line.PATIENCE);
    });

    assertThat(log).hasSize(1);
  }

  @TreadleTest
  void aSenderIsPassedOverEightTimesAtMost(Simulation simulation) {
    var channel = Channel.<Integer>buffered(1);
    channel.send(-1);
    TaskGroup.run(group -> {
      group.start(() -> {
        channel.send(-2);
        log.add(-2);
      });
      simulation.awaitBlocked();
      int inVain = 0;
      while (log.isEmpty() && inVain < 100) {
        channel.tryReceive();
        inVain += channel.trySend(inVain) ? 1 : 0;
        simulation.awaitBlocked();
      }

      assertThat(inVain).isEqualTo(Line.PATIENCE);
    });
  }

  @TreadleTest
  void thoseWhoComeLaterQueueUpBehindOneWhoseTurnIsDue(Simulation simulation) {
    var channel = Channel.<Integer>buffered(1);
    TaskGroup.run(group -> {
      var first = group.start(() -> log.add(channel.receive()));
      simulation.awaitBlocked();
      for (int i = 0; i < Line.PATIENCE; i++) {
        channel.trySend(i);
        channel.tryReceive();
        simulation.awaitBlocked();
      }
      group.start(() -> log.add(channel.receive()));
      channel.send(100);
      simulation.awaitBlocked();
      assertThat(first.isDone()).isTrue();
      assertThat(log).containsExactly(100);
      channel.send(101);
    });

    assertThat(log).containsExactly(100, 101);
  }

  @TreadleTest(explore = 10_000)
  void oneWhoseTurnIsDueAndWhoGivesUpLetsTheOthersIn(Simulation simulation) {
    var channel = Channel.<Integer>buffered(1);
    TaskGroup.run(group -> {
      var due = group.start(() -> log.add(channel.receive()));
      simulation.awaitBlocked();
      for (int i = 0; i < Line.PATIENCE; i++) {
        channel.trySend(i);
        channel.tryReceive();
        simulation.awaitBlocked();
      }
      var next = group.start(() -> log.add(channel.receive()));
      group.start(() -> due.cancel("enough"));
      group.start(() -> channel.send(100));
      sleep(SECOND);
      assertThat(log).contains(100);
      next.cancel("seen");
    });

    assertThat(channel.statistics().waitingReceivers()).isZero();
  }
}
