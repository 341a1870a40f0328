package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LagTest {

  private final Broadcast<Integer> broadcast = Broadcast.buffered(2);
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void send(int... elements) {
    for (int element : elements) {
      broadcast.send(element);
    }
  }

  // --- WAIT

  @TreadleTest
  void aSenderWaitsForTheSlowestThatWantsItTo(Simulation simulation) {
    try (var quick = broadcast.subscribe();
        var slow = broadcast.subscribe(Lag.WAIT)) {
      TaskGroup.run(group -> {
        group.start(() -> {
          send(1, 2, 3);
          log.add("sent");
        });
        simulation.awaitBlocked();
        quick.receive();
        quick.receive();
        simulation.awaitBlocked();
        assertThat(log).isEmpty();
        slow.receive();
        simulation.awaitBlocked();
        assertThat(log).containsExactly("sent");
      });

      assertThat(quick.receive()).isEqualTo(3);
      assertThat(List.of(slow.receive(), slow.receive())).containsExactly(2, 3);
      assertThat(slow.missed()).isZero();
    }
  }

  @Test
  void trySendDoesNot() {
    try (var slow = broadcast.subscribe()) {
      assertThat(broadcast.trySend(1)).isTrue();
      assertThat(broadcast.trySend(2)).isTrue();
      assertThat(broadcast.trySend(3)).isFalse();
      assertThat(slow.receive()).isEqualTo(1);
      assertThat(broadcast.trySend(3)).isTrue();
      assertThat(broadcast.trySend(4)).isFalse();
      assertThat(List.of(slow.receive(), slow.receive())).containsExactly(2, 3);
    }
  }

  // --- DROP

  @Test
  void whoDropsMissesTheOldestAndKnowsHowMany() {
    try (var dropping = broadcast.subscribe(Lag.DROP)) {
      send(1, 2, 3, 4, 5);

      assertThat(dropping.missed()).isZero();
      assertThat(dropping.statistics().behind()).isEqualTo(5);
      assertThat(dropping.receive()).isEqualTo(4);
      assertThat(dropping.missed()).isEqualTo(3);
      assertThat(dropping.receive()).isEqualTo(5);
      assertThat(dropping.missed()).isEqualTo(3);
      send(6, 7, 8);
      assertThat(dropping.tryReceive()).isEqualTo(7);
      assertThat(dropping.statistics()).isEqualTo(new Subscription.Statistics(1, 0, 3, 4));
    }
  }

  @Test
  void whoKeepsUpMissesNothing() {
    try (var dropping = broadcast.subscribe(Lag.DROP)) {
      send(1, 2);
      assertThat(dropping.receive()).isEqualTo(1);
      send(3);
      assertThat(List.of(dropping.receive(), dropping.receive())).containsExactly(2, 3);
      assertThat(dropping.missed()).isZero();
    }
  }

  @Test
  void whoDropsHoldsUpNobody() {
    try (var dropping = broadcast.subscribe(Lag.DROP);
        var waiting = broadcast.subscribe()) {
      for (int i = 0; i < 10; i++) {
        assertThat(broadcast.trySend(i)).isTrue();
        assertThat(waiting.tryReceive()).isEqualTo(i);
      }
      assertThat(dropping.receive()).isEqualTo(8);
    }
    assertThat(broadcast.statistics().buffered()).isZero();
  }

  @Test
  void closingOneThatIsFarBehindReleasesWhatIsLeft() {
    try (var waiting = broadcast.subscribe()) {
      var dropping = broadcast.subscribe(Lag.DROP);
      for (int i = 0; i < 5; i++) {
        send(i);
        waiting.receive();
      }
      assertThat(broadcast.statistics().buffered()).isEqualTo(2);
      dropping.close();
      assertThat(broadcast.statistics().buffered()).isZero();
      send(7);
      assertThat(waiting.receive()).isEqualTo(7);
    }
  }

  @Test
  void aClosedOneThatMissedElementsIsJustClosed() {
    var dropping = broadcast.subscribe(Lag.DROP);
    send(1, 2, 3);
    dropping.receive();
    dropping.close();

    assertThatThrownBy(dropping::receive).isInstanceOf(ChannelClosedException.class);
  }

  // --- FAIL

  @Test
  void whoFailsHearsOfItAtItsNextReceive() {
    try (var failing = broadcast.subscribe(Lag.FAIL)) {
      send(1, 2);
      assertThat(failing.receive()).isEqualTo(1);
      send(3, 4, 5);

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(failing::receive)
            .isInstanceOfSatisfying(
                LagException.class, lagged -> assertThat(lagged.missed()).isEqualTo(2))
            .hasMessage(
                "the subscription to broadcast is over: it missed 2 elements, because it was more"
                    + " than 2 behind");
      }
      assertThatThrownBy(failing::tryReceive).isInstanceOf(LagException.class);
      assertThatThrownBy(() -> failing.iterator().hasNext()).isInstanceOf(LagException.class);
      assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 5));
    }
  }

  @Test
  void whoIsJustInTimeDoesNotFail() {
    try (var failing = broadcast.subscribe(Lag.FAIL)) {
      send(1, 2);
      assertThat(List.of(failing.receive(), failing.receive())).containsExactly(1, 2);
      send(3, 4);
      assertThat(List.of(failing.receive(), failing.receive())).containsExactly(3, 4);
      assertThat(failing.statistics()).isEqualTo(new Subscription.Statistics(0, 0, 4, 0));
    }
  }

  @Test
  void closingOneThatFailedDoesNothingMore() {
    var failing = broadcast.subscribe(Lag.FAIL);
    send(1, 2, 3);
    assertThatThrownBy(failing::receive).isInstanceOf(LagException.class);
    try (var waiting = broadcast.subscribe()) {
      send(4);
      failing.close();
      assertThat(waiting.receive()).isEqualTo(4);
      assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(1, 0, 0, 4));
    }
  }
}
