package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BroadcastTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String ALL_RECEIVED =
      "broadcast is closed: all that was sent has been received";
  private static final String NO_MORE = "broadcast is closed: expected no more sends";

  private final Broadcast<Integer> broadcast = Broadcast.buffered(2);
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private static List<Integer> drained(Subscription<Integer> subscription) {
    var elements = new ArrayList<Integer>();
    while (subscription.statistics().behind() > 0) {
      elements.add(subscription.receive());
    }
    return elements;
  }

  // --- Everybody gets everything

  @TreadleTest
  void everySubscriberGetsEveryElementInOrder() {
    try (var one = broadcast.subscribe();
        var other = broadcast.subscribe()) {
      broadcast.send(1);
      broadcast.send(2);

      assertThat(drained(one)).containsExactly(1, 2);
      assertThat(drained(other)).containsExactly(1, 2);
    }
  }

  @TreadleTest
  void aSubscriberGetsWhatIsSentAfterItSubscribed() {
    try (var early = broadcast.subscribe()) {
      broadcast.send(1);
      try (var late = broadcast.subscribe()) {
        broadcast.send(2);
        assertThat(drained(late)).containsExactly(2);
      }
      assertThat(drained(early)).containsExactly(1, 2);
    }
  }

  @TreadleTest
  void withoutSubscribersElementsGoNowhere() {
    for (int i = 0; i < 10; i++) {
      broadcast.send(i);
    }

    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 10));
  }

  @TreadleTest
  void receivingWaitsForAnElement(Simulation simulation) {
    try (var one = broadcast.subscribe();
        var other = broadcast.subscribe()) {
      TaskGroup.run(group -> {
        group.start(() -> log.add(one.receive()));
        group.start(() -> log.add(other.receive()));
        simulation.awaitBlocked();
        assertThat(log).isEmpty();

        broadcast.send(7);
      });
    }

    assertThat(log).containsExactly(7, 7);
  }

  @TreadleTest
  void severalReceiversOfOneSubscriptionShareItsElements(Simulation simulation) {
    try (var shared = broadcast.subscribe()) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 2; i++) {
          group.start(() -> log.add(shared.receive()));
        }
        simulation.awaitBlocked();
        broadcast.send(1);
        broadcast.send(2);
      });
    }

    assertThat(log).containsExactly(1, 2);
  }

  @Test
  void tryReceiveNeverWaits() {
    try (var subscription = broadcast.subscribe()) {
      assertThat(subscription.tryReceive()).isNull();
      broadcast.send(1);
      assertThat(subscription.tryReceive()).isEqualTo(1);
      assertThat(subscription.tryReceive()).isNull();
    }
  }

  @TreadleTest
  void aHundredElementsPassThroughTheRing() {
    try (var one = broadcast.subscribe();
        var other = broadcast.subscribe()) {
      TaskGroup.run(group -> {
        group.start(() -> one.forEach(log::add));
        group.start(() -> other.forEach(element -> log.add(-element)));
        for (int i = 1; i <= 100; i++) {
          broadcast.send(i);
        }
        broadcast.close();
      });
    }

    for (int i = 1; i <= 100; i++) {
      assertThat(log).containsOnlyOnce(i).containsOnlyOnce(-i);
    }
    assertThat(log.stream().filter(element -> (int) element > 0)).hasSize(100).isSorted();
  }

  // --- What is kept

  @TreadleTest
  void anElementIsKeptUntilTheLastSubscriberHasIt() {
    try (var one = broadcast.subscribe();
        var other = broadcast.subscribe(Lag.DROP)) {
      broadcast.send(1);
      one.receive();
      assertThat(broadcast.statistics().buffered()).isEqualTo(1);
      other.receive();
      assertThat(broadcast.statistics().buffered()).isZero();

      broadcast.send(2);
      one.receive();
    }
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 2));
  }

  @TreadleTest
  void newSubscribersGetWhatIsReplayed() {
    var replaying = Broadcast.<Integer>replaying(3, 2);
    try (var nothing = replaying.subscribe()) {
      assertThat(nothing.tryReceive()).isNull();
    }
    for (int i = 1; i <= 5; i++) {
      replaying.send(i);
    }
    try (var one = replaying.subscribe();
        var other = replaying.subscribe(Lag.FAIL)) {
      assertThat(drained(one)).containsExactly(4, 5);
      assertThat(drained(other)).containsExactly(4, 5);
    }

    assertThat(replaying.statistics().buffered()).isEqualTo(2);
  }

  @TreadleTest
  void asMuchAsIsHeldCanBeReplayed() {
    var replaying = Broadcast.<Integer>replaying(2, 2);
    for (int i = 1; i <= 5; i++) {
      replaying.send(i);
    }
    try (var subscription = replaying.subscribe()) {
      assertThat(replaying.trySend(6)).isFalse();
      assertThat(drained(subscription)).containsExactly(4, 5);
      assertThat(replaying.trySend(6)).isTrue();
      assertThat(drained(subscription)).containsExactly(6);
    }
  }

  // --- The end

  @TreadleTest
  void whatWasSentCanBeReceivedAfterTheEnd() {
    try (var subscription = broadcast.subscribe()) {
      broadcast.send(1);
      broadcast.close();
      broadcast.close();

      assertThat(subscription.receive()).isEqualTo(1);
      assertThatThrownBy(subscription::receive)
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage(ALL_RECEIVED)
          .hasNoCause();
      assertThatThrownBy(subscription::tryReceive).hasMessage(ALL_RECEIVED);
      assertThat(subscription).isEmpty();
    }
    assertThat(broadcast.isClosed()).isTrue();
  }

  @TreadleTest
  void nothingCanBeSentAfterTheEnd() {
    broadcast.close();

    assertThatThrownBy(() -> broadcast.send(1))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage(NO_MORE);
    assertThatThrownBy(() -> broadcast.trySend(1)).hasMessage(NO_MORE);
    assertThat(broadcast.statistics().sent()).isZero();
  }

  @TreadleTest
  void whyItEndedIsTheCause() {
    var why = new IOException("connection reset");
    try (var subscription = broadcast.subscribe()) {
      broadcast.send(1);
      broadcast.closeWith(why);
      broadcast.closeWith(new IOException("too late"));

      var iterator = subscription.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      assertThatThrownBy(iterator::hasNext).hasMessage(ALL_RECEIVED).cause().isSameAs(why);
      assertThatThrownBy(subscription::receive).cause().isSameAs(why);
      assertThatThrownBy(() -> broadcast.send(2)).cause().isSameAs(why);
    }
  }

  @TreadleTest
  void theEndWakesEverybodyWhoWaits(Simulation simulation) {
    try (var full = broadcast.subscribe();
        var empty = broadcast.subscribe(Lag.DROP)) {
      broadcast.send(1);
      broadcast.send(2);
      drained(empty);
      TaskGroup.run(group -> {
        for (int i = 0; i < 2; i++) {
          group.start(() -> logEnd(() -> broadcast.send(3)));
          group.start(() -> logEnd(empty::receive));
        }
        simulation.awaitBlocked();
        broadcast.close();
      });

      assertThat(log).containsExactlyInAnyOrder(NO_MORE, NO_MORE, ALL_RECEIVED, ALL_RECEIVED);
      assertThat(drained(full)).containsExactly(1, 2);
    }
  }

  private void logEnd(Runnable body) {
    try {
      body.run();
      log.add("ended");
    } catch (ChannelClosedException closed) {
      log.add(closed.getMessage());
    }
  }

  @TreadleTest
  void whatIsPromisedToOthersIsNotTheEnd(Simulation simulation) {
    try (var shared = broadcast.subscribe()) {
      TaskGroup.run(group -> {
        group.start(() -> log.add(shared.receive()));
        simulation.awaitBlocked();
        for (int i = 0; i < Turns.PASSES; i++) {
          broadcast.send(i);
          assertThat(shared.tryReceive()).isEqualTo(i);
        }
        sleep(SECOND);
        broadcast.send(99);
        broadcast.close();
        assertThat(shared.tryReceive()).isNull();
      });
    }

    assertThat(log).containsExactly(99);
  }

  @TreadleTest
  void whoSubscribesAfterTheEndGetsWhatIsReplayed() {
    var replaying = Broadcast.<Integer>replaying(2, 1);
    replaying.send(1);
    replaying.send(2);
    replaying.close();

    try (var late = replaying.subscribe()) {
      late.forEach(log::add);
    }

    assertThat(log).containsExactly(2);
  }

  // --- Closing a subscription

  @TreadleTest
  void aClosedSubscriptionReceivesNothing() {
    var subscription = broadcast.subscribe();
    broadcast.send(1);
    subscription.close();
    subscription.close();

    assertThatThrownBy(subscription::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("the subscription to broadcast is closed: receive before closing it");
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 1));
  }

  @TreadleTest
  void closingASubscriptionWakesThoseWhoReceiveFromIt(Simulation simulation) {
    var subscription = broadcast.subscribe();
    TaskGroup.run(group -> {
      group.start(() -> logEnd(subscription::receive));
      group.start(() -> logEnd(subscription::receive));
      simulation.awaitBlocked();
      subscription.close();
    });

    assertThat(log).hasSize(2).doesNotContain("ended");
  }

  @TreadleTest
  void closingASubscriptionFreesTheSender(Simulation simulation) {
    try (var quick = broadcast.subscribe()) {
      var slow = broadcast.subscribe();
      broadcast.send(1);
      broadcast.send(2);
      drained(quick);
      TaskGroup.run(group -> {
        group.start(() -> broadcast.send(3));
        simulation.awaitBlocked();
        assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(2, 2, 1, 2));
        slow.close();
      });
      assertThat(drained(quick)).containsExactly(3);
    }
  }

  @Test
  void aSubscriptionThatIsLeftOpenFailsTheTest() {
    assertThatThrownBy(
            () -> Simulation.run(_ -> Broadcast.<Integer>buffered("prices", 1).subscribe()))
        .hasMessageContaining("subscription to broadcast 'prices'");
  }

  // --- Looking at it

  @TreadleTest
  void itsStatisticsSayWhatHappened(Simulation simulation) {
    try (var subscription = broadcast.subscribe()) {
      TaskGroup.run(group -> {
        group.start(subscription::receive);
        simulation.awaitBlocked();
        assertThat(subscription.statistics()).isEqualTo(new Subscription.Statistics(0, 1, 0, 0));
        broadcast.send(1);
      });
      broadcast.send(2);
      assertThat(subscription.statistics()).isEqualTo(new Subscription.Statistics(1, 0, 1, 0));
      assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(1, 1, 0, 2));
      assertThat(broadcast.capacity()).isEqualTo(2);
    }
  }

  @TreadleTest
  void theTaskTreeSaysWhoWaitsForWhat(Simulation simulation) {
    var prices = Broadcast.<Integer>buffered("prices", 1);
    try (var full = prices.subscribe();
        var empty = Broadcast.<Integer>replaying("news", 1, 1).subscribe()) {
      prices.send(1);
      TaskGroup.run(group -> {
        var waiting =
            List.of(group.start(() -> prices.send(2)), group.start(() -> empty.receive()));
        simulation.awaitBlocked();
        assertThat(TaskTree.capture().toString())
            .contains("send to broadcast 'prices'", "receive from broadcast 'news'");
        waiting.forEach(task -> task.cancel("seen"));
      });
      assertThat(full).hasToString("subscription to broadcast 'prices'");
    }
  }

  // --- Mistakes

  @Test
  void itsSizesMustMakeSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Broadcast.buffered(0))
        .withMessage("capacity: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Broadcast.replaying(2, 3))
        .withMessage("replay: expected 0 to 2, which is the capacity, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Broadcast.replaying("a", 2, -1))
        .withMessage("replay: expected 0 to 2, which is the capacity, found -1");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNothing() {
    assertThatNullPointerException().isThrownBy(() -> broadcast.send(null)).withMessage("element");
    assertThatNullPointerException()
        .isThrownBy(() -> broadcast.trySend(null))
        .withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> broadcast.subscribe(null)).withMessage("lag");
    assertThatNullPointerException()
        .isThrownBy(() -> broadcast.closeWith(null))
        .withMessage("cause");
    assertThatNullPointerException()
        .isThrownBy(() -> Broadcast.buffered(null, 1))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Broadcast.replaying(null, 1, 1))
        .withMessage("name");
    assertThat(broadcast.statistics()).isEqualTo(new Broadcast.Statistics(0, 0, 0, 0));
  }

  @TreadleTest
  void aThreadThatIsNoTaskMayUseIt() throws InterruptedException {
    try (var subscription = broadcast.subscribe()) {
      var receiver = Thread.startVirtualThread(() -> log.add(subscription.receive()));
      sleep(SECOND);
      broadcast.send(7);
      receiver.join();
    }

    assertThat(log).containsExactly(7);
  }
}
