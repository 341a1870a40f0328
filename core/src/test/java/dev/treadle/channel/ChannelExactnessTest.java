package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.channel.Traffic.BUFFERED;
import static dev.treadle.channel.Traffic.LINE;
import static dev.treadle.channel.Traffic.PLACE;
import static dev.treadle.channel.Traffic.RENDEZVOUS;
import static dev.treadle.channel.Traffic.RING;
import static dev.treadle.channel.Traffic.SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;

/// Whatever is cancelled or closed, and whenever: nothing is lost, nothing doubled, nobody stuck.
class ChannelExactnessTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  // --- One element of room

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void aCancelledSenderOrReceiverOfOnePlaceIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.buffered(1, c)), 1);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void closingOnePlaceIsExact() {
    closes(new Traffic(c -> Channel.buffered(1, c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void cancellingAChannelOfOnePlaceIsExact() {
    cancelsChannel(new Traffic(c -> Channel.buffered(1, c)));
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void tryingOnePlaceIsExact() {
    tries(new Traffic(c -> Channel.buffered(1, c)));
  }

  // --- Two elements of room

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void aCancelledSenderOrReceiverOfTwoPlacesIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.buffered(2, c)), 2);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void closingTwoPlacesIsExact() {
    closes(new Traffic(c -> Channel.buffered(2, c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void cancellingAChannelOfTwoPlacesIsExact() {
    cancelsChannel(new Traffic(c -> Channel.buffered(2, c)));
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {BUFFERED, RING, LINE, PLACE})
  void tryingTwoPlacesIsExact() {
    tries(new Traffic(c -> Channel.buffered(2, c)));
  }

  // --- None

  @TreadleTest(
      explore = 40_000,
      racePoints = {RENDEZVOUS, PLACE})
  void aCancelledSenderOrReceiverOfARendezvousIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.rendezvous(c)), 0);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE})
  void closingARendezvousIsExact() {
    closes(new Traffic(c -> Channel.rendezvous(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE})
  void cancellingARendezvousIsExact() {
    cancelsChannel(new Traffic(c -> Channel.rendezvous(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE})
  void tryingARendezvousIsExact() {
    tries(new Traffic(c -> Channel.rendezvous(c)));
  }

  // --- The newest

  @TreadleTest(
      explore = 40_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void aCancelledSenderOrReceiverOfTheNewestIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.conflated(c)), Integer.MAX_VALUE);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void closingTheNewestIsExact() {
    closes(new Traffic(c -> Channel.conflated(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void cancellingTheNewestIsExact() {
    cancelsChannel(new Traffic(c -> Channel.conflated(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void tryingTheNewestIsExact() {
    tries(new Traffic(c -> Channel.conflated(c)));
  }

  // --- The newest two

  @TreadleTest(
      explore = 40_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void aCancelledSenderOrReceiverOfTheNewestTwoIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.dropOldest(2, c)), Integer.MAX_VALUE);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void closingTheNewestTwoIsExact() {
    closes(new Traffic(c -> Channel.dropOldest(2, c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void cancellingTheNewestTwoIsExact() {
    cancelsChannel(new Traffic(c -> Channel.dropOldest(2, c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void tryingTheNewestTwoIsExact() {
    tries(new Traffic(c -> Channel.dropOldest(2, c)));
  }

  // --- Never full

  @TreadleTest(
      explore = 40_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void aCancelledSenderOrReceiverWithoutLimitIsExact() {
    cancelsOneOfEach(new Traffic(c -> Channel.unbounded(c)), Integer.MAX_VALUE);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void closingAChannelWithoutLimitIsExact() {
    closes(new Traffic(c -> Channel.unbounded(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void cancellingAChannelWithoutLimitIsExact() {
    cancelsChannel(new Traffic(c -> Channel.unbounded(c)));
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, SHELF, LINE, PLACE})
  void tryingAChannelWithoutLimitIsExact() {
    tries(new Traffic(c -> Channel.unbounded(c)));
  }

  // --- What happens

  /// One sender and one receiver are cancelled at any moment; the others go on till the end.
  private static void cancelsOneOfEach(Traffic traffic, int capacity) {
    TaskGroup.run(group -> {
      var sender = group.start(() -> traffic.send(1, 2));
      var receiver = group.start(() -> traffic.receive(2));
      group.startDaemon(() -> traffic.send(3, 4));
      group.startDaemon(() -> traffic.receive(2));
      group.start(() -> sender.cancel("enough"));
      group.start(() -> receiver.cancel("enough"));

      sleep(SECOND);
      traffic.assertNobodyIsStuck(capacity);
    });

    traffic.audit();
  }

  /// Everybody hears of the end, and what was sent before it arrives. A sender and a receiver are
  /// cancelled meanwhile.
  private static void closes(Traffic traffic) {
    TaskGroup.run(group -> {
      var sender = group.start(() -> traffic.send(1, 2));
      group.start(() -> traffic.send(3, 4));
      var receiver = group.start(() -> traffic.receive(9));
      group.start(() -> traffic.receive(9));
      group.start(() -> traffic.channel.close());
      group.start(() -> {
        sender.cancel("enough");
        receiver.cancel("enough");
      });
    });

    int dropped = traffic.undelivered.size();
    assertThat(traffic.channel.statistics().buffered()).isZero();
    traffic.audit();
    assertThat(traffic.undelivered).hasSize(dropped);
  }

  /// What is left is dropped, and everybody hears of it. A sender and a receiver are cancelled
  /// meanwhile.
  private static void cancelsChannel(Traffic traffic) {
    TaskGroup.run(group -> {
      var sender = group.start(() -> traffic.send(1, 2));
      group.start(() -> traffic.send(3, 4));
      var receiver = group.start(() -> traffic.receive(9));
      group.start(() -> traffic.receive(9));
      group.start(() -> traffic.channel.cancel());
      group.start(() -> {
        receiver.cancel("enough");
        sender.cancel("enough");
      });
    });

    assertThat(traffic.channel.statistics().buffered()).isZero();
    traffic.audit();
  }

  /// Who waits and who does not, both in both directions. Who waits is cancelled, in the middle of
  /// it or when nothing moves any more.
  private static void tries(Traffic traffic) {
    TaskGroup.run(group -> {
      var receiver = group.start(() -> moveOnAfter(SECOND, () -> traffic.receive(2)));
      group.start(() -> moveOnAfter(SECOND, () -> traffic.send(1, 2)));
      group.start(() -> receiver.cancel("enough"));
      group.start(() -> traffic.trySend(3));
      group.start(() -> traffic.tryReceive());
    });

    traffic.audit();
  }
}
