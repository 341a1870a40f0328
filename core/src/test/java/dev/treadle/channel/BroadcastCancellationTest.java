package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

class BroadcastCancellationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Broadcast<Integer> broadcast = Broadcast.buffered(1);
  private final List<Integer> sent = new CopyOnWriteArrayList<>();
  private final List<Integer> one = new CopyOnWriteArrayList<>();
  private final List<Integer> other = new CopyOnWriteArrayList<>();
  private final AtomicBoolean lagged = new AtomicBoolean();

  private void send(int element) {
    broadcast.send(element);
    sent.add(element);
  }

  /// Receives until the end, and whatever was left.
  private static void receiveAll(Subscription<Integer> subscription, List<Integer> received) {
    try (subscription) {
      subscription.forEach(received::add);
    }
  }

  // --- Where it strikes

  @TreadleTest
  void aCancelledSendReachesNobody() {
    try (var full = broadcast.subscribe();
        var dropping = broadcast.subscribe(Lag.DROP)) {
      broadcast.send(1);

      assertThat(moveOnAfter(SECOND, () -> broadcast.send(2))).isFalse();

      assertThat(full.receive()).isEqualTo(1);
      assertThat(dropping.receive()).isEqualTo(1);
      assertThat(full.tryReceive()).isNull();
      assertThat(dropping.tryReceive()).isNull();
      assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(2, 0, 0, 1));
    }
  }

  @TreadleTest
  void aCancelledReceiveReceivesNothing() {
    try (var subscription = broadcast.subscribe()) {
      assertThat(moveOnAfter(SECOND, () -> subscription.receive())).isEqualTo(Optional.empty());
      broadcast.send(1);

      assertThat(subscription.statistics()).isEqualTo(new Subscription.Statistics(1, 0, 0, 0));
    }
  }

  @TreadleTest
  void aCancelledTaskNeitherSendsNorReceivesEvenIfItNeedNotWait() {
    try (var subscription = broadcast.subscribe()) {
      broadcast.send(1);
      CancelScope.run(scope -> {
        scope.cancel("enough");
        assertThat(catchThrowable(subscription::receive)).isInstanceOf(Cancelled.class);
        subscription.tryReceive();
        assertThat(catchThrowable(() -> broadcast.send(2))).isInstanceOf(Cancelled.class);
        assertThat(broadcast.trySend(3)).isTrue();
      });
      assertThat(subscription.receive()).isEqualTo(3);
    }
  }

  // --- In every interleaving

  @TreadleTest(explore = 25_000, racePoints = "dev.treadle.channel")
  void aSendReachesAllOrNone() {
    TaskGroup.run(group -> {
      var first = broadcast.subscribe();
      var second = broadcast.subscribe();
      group.start(() -> receiveAll(first, one));
      group.start(() -> receiveAll(second, other));
      var cancelled = group.start(() -> send(1));
      group.start(() -> send(2));
      group.start(() -> cancelled.cancel("enough"));
      sleep(SECOND);
      broadcast.close();
    });

    assertThat(one).containsExactlyInAnyOrderElementsOf(sent).isEqualTo(other);
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, sent.size()));
  }

  @TreadleTest(explore = 25_000, racePoints = "dev.treadle.channel")
  void aCancelledReceiveLeavesItsElementToTheNext() {
    TaskGroup.run(group -> {
      var shared = broadcast.subscribe();
      var cancelled = group.start(() -> one.add(shared.receive()));
      group.start(() -> one.add(shared.receive()));
      group.start(() -> cancelled.cancel("enough"));
      group.start(() -> send(1));
      sleep(SECOND);
      broadcast.trySend(2);
      broadcast.close();
      sleep(SECOND);
      receiveAll(shared, other);
    });

    one.addAll(other);
    assertThat(one).containsExactly(1, 2);
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 2));
  }

  @TreadleTest(explore = 25_000, racePoints = "dev.treadle.channel")
  void closingASlowSubscriptionNeverLosesASenderOrAnElementOfOthers() {
    TaskGroup.run(group -> {
      var slow = broadcast.subscribe();
      var quick = broadcast.subscribe();
      group.start(() -> receiveAll(quick, one));
      group.start(() -> send(1));
      group.start(() -> send(2));
      group.start(slow::close);
      sleep(SECOND);
      assertThat(sent).hasSize(2);
      broadcast.close();
    });

    assertThat(one).containsExactlyInAnyOrder(1, 2);
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 2));
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.channel")
  void whoeverTheEndMeetsReturnsAndNobodyGetsAnUnsentElement() {
    TaskGroup.run(group -> {
      var first = broadcast.subscribe();
      var second = broadcast.subscribe(Lag.DROP);
      group.start(() -> receiveAll(first, one));
      group.start(() -> receiveAll(second, other));
      group.start(() -> sendUnlessClosed(1));
      group.start(() -> sendUnlessClosed(2));
      group.start(broadcast::close);
    });

    assertThat(one).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(one).containsAll(other);
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, sent.size()));
  }

  private void sendUnlessClosed(int element) {
    try {
      send(element);
    } catch (ChannelClosedException closed) {
      assertThat(broadcast.isClosed()).isTrue();
    }
  }

  @TreadleTest(explore = 15_000, racePoints = "dev.treadle.channel")
  void whatADroppingSubscriberGetsAndMissesIsWhatWasSent() {
    TaskGroup.run(group -> {
      var dropping = broadcast.subscribe(Lag.DROP);
      group.start(() -> {
        send(1);
        send(2);
        send(3);
        broadcast.close();
      });
      group.start(() -> {
        receiveAll(dropping, one);
        assertThat(dropping.missed()).isEqualTo(3 - one.size());
      });
    });

    assertThat(one).endsWith(3).isSorted();
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.channel")
  void whoeverIsCancelledWhoIsThrownOutForBeingSlowHearsOfIt() {
    TaskGroup.run(group -> {
      var failing = broadcast.subscribe(Lag.FAIL);
      var quick = broadcast.subscribe();
      var cancelled = group.start(() -> receiveUnlessLagging(failing));
      group.start(() -> receiveUnlessLagging(failing));
      group.start(() -> receiveAll(quick, other));
      group.start(() -> {
        send(1);
        send(2);
      });
      group.start(() -> cancelled.cancel("enough"));
      sleep(SECOND);
      broadcast.close();
      sleep(SECOND);
      receiveTheRest(failing);
    });

    assertThat(other).containsExactly(1, 2);
    assertThat(one).containsExactlyInAnyOrder(lagged.get() ? new Integer[0] : new Integer[] {1, 2});
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 2));
  }

  private void receiveUnlessLagging(Subscription<Integer> subscription) {
    try {
      one.add(subscription.receive());
    } catch (LagException tooSlow) {
      lagged.set(true);
    }
  }

  private void receiveTheRest(Subscription<Integer> subscription) {
    try {
      receiveAll(subscription, one);
    } catch (LagException tooSlow) {
      lagged.set(true);
    }
  }

  @TreadleTest(explore = 30_000, racePoints = "dev.treadle.channel")
  void whoeverIsCancelledALateSubscriberGetsWhatIsReplayedAndWhatFollows() {
    var replaying = Broadcast.<Integer>replaying(2, 1);
    replaying.send(1);
    TaskGroup.run(group -> {
      var shared = replaying.subscribe();
      var cancelled = group.start(() -> one.add(shared.receive()));
      group.start(() -> one.add(shared.receive()));
      group.start(() -> replaying.send(2));
      group.start(() -> replaying.send(3));
      group.start(() -> cancelled.cancel("enough"));
      sleep(SECOND);
      replaying.close();
      receiveAll(shared, one);
      receiveAll(replaying.subscribe(), other);
    });

    assertThat(one).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(other).hasSize(1).isSubsetOf(2, 3);
    assertThat(replaying.statistics()).isEqualTo(new Broadcast.Statistics(0, 1, 0, 3));
  }
}
