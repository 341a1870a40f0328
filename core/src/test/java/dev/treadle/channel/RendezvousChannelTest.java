package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class RendezvousChannelTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Integer> log = new CopyOnWriteArrayList<>();
  private final Channel<Integer> channel = Channel.rendezvous();

  @TreadleTest
  void aSenderWaitsUntilItsElementIsReceived(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        channel.send(1);
        log.add(1);
      });
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
      assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 1, 0, 0, 0, 0));

      assertThat(channel.receive()).isEqualTo(1);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1);
      assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 1, 0));
    });
  }

  @TreadleTest
  void tryingSucceedsIfAPartnerWaits(Simulation simulation) {
    TaskGroup.run(group -> {
      assertThat(channel.trySend(0)).isFalse();
      group.start(() -> log.add(channel.receive()));
      simulation.awaitBlocked();
      assertThat(channel.trySend(1)).isTrue();
      assertThat(channel.trySend(2)).isFalse();

      group.start(() -> channel.send(3));
      simulation.awaitBlocked();
      assertThat(channel.tryReceive()).isEqualTo(3);
      assertThat(channel.tryReceive()).isNull();
    });

    assertThat(log).containsExactly(1);
  }

  @TreadleTest(explore = 10_000)
  void receiversAreServedInOrderOfArrival() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        int number = i;
        group.start(() -> log.add(10 * channel.receive() + number));
        sleep(SECOND);
      }
      List.of(1, 2, 3).forEach(channel::send);
    });

    assertThat(log).containsExactlyInAnyOrder(10, 21, 32);
  }

  @TreadleTest(explore = 10_000)
  void sendersAreServedInOrderOfArrival() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        int number = i;
        group.start(() -> channel.send(number));
        sleep(SECOND);
      }
      for (int i = 0; i < 3; i++) {
        log.add(channel.receive());
      }
    });

    assertThat(log).containsExactly(0, 1, 2);
  }

  @TreadleTest(explore = 10_000)
  void aPartnerWhoGivesUpIsAsIfItHadNeverBeenThere() {
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(SECOND, () -> log.add(channel.receive())));
      group.start(() -> {
        sleep(SECOND);
        channel.send(1);
      });
      group.start(() -> {
        sleep(SECOND.multipliedBy(2));
        var late = channel.tryReceive();
        if (late != null) {
          log.add(late);
        }
      });
    });

    assertThat(log).containsExactly(1);
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 1, 0));
  }
}
