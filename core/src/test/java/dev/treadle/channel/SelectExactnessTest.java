package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.channel.Select.after;
import static dev.treadle.channel.Select.onEnded;
import static dev.treadle.channel.Select.onReceive;
import static dev.treadle.channel.Select.orElse;
import static dev.treadle.channel.Select.select;
import static dev.treadle.channel.Select.send;
import static dev.treadle.channel.Traffic.BUFFERED;
import static dev.treadle.channel.Traffic.LINE;
import static dev.treadle.channel.Traffic.PLACE;
import static dev.treadle.channel.Traffic.RENDEZVOUS;
import static dev.treadle.channel.Traffic.RING;
import static dev.treadle.channel.Traffic.SELECTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Exactly one clause happens, whatever is cancelled or closed, and whenever.
class SelectExactnessTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger chosen = new AtomicInteger();

  private static Traffic rendezvous() {
    return new Traffic(c -> Channel.rendezvous(c));
  }

  private static Traffic buffered() {
    return new Traffic(c -> Channel.buffered(1, c));
  }

  private void sendEither(Traffic one, Traffic other, int element) {
    select(
        send(one.channel, element, () -> sent(one, element)).ifClosed(() -> closed(one)),
        send(other.channel, element, () -> sent(other, element)).ifClosed(() -> closed(other)));
  }

  private void receiveEither(Traffic one, Traffic other) {
    select(
        Select.receive(one.channel, e -> received(one, e)).ifClosed(() -> closed(one)),
        Select.receive(other.channel, e -> received(other, e)).ifClosed(() -> closed(other)));
  }

  private void sendOrReceive(Traffic sends, int element, Traffic receives) {
    select(
        send(sends.channel, element, () -> sent(sends, element)).ifClosed(() -> closed(sends)),
        Select.receive(receives.channel, e -> received(receives, e))
            .ifClosed(() -> closed(receives)));
  }

  private int sent(Traffic traffic, int element) {
    traffic.sent.add(element);
    return chosen.incrementAndGet();
  }

  private int received(Traffic traffic, int element) {
    traffic.received.add(element);
    return chosen.incrementAndGet();
  }

  private int closed(Traffic traffic) {
    assertThat(traffic.channel.isClosed()).isTrue();
    return chosen.get();
  }

  // --- Select against select

  @TreadleTest(
      explore = 40_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void selectsThatMeetChooseTheSamePartner() {
    meet(rendezvous(), rendezvous());
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, RENDEZVOUS, SELECTION})
  void selectsThatMeetOverABufferOrARendezvousAreExact() {
    meet(buffered(), rendezvous());
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void selectsThatMeetOverTwoBuffersAreExact() {
    meet(buffered(), buffered());
  }

  /// Three selects, two of which can meet; who is left over gives up.
  private void meet(Traffic x, Traffic y) {
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(SECOND, () -> sendEither(x, y, 1)));
      group.start(() -> moveOnAfter(SECOND, () -> receiveEither(y, x)));
      group.start(() -> moveOnAfter(SECOND, () -> sendOrReceive(y, 2, x)));
    });

    assertThat(chosen.get())
        .isEqualTo(x.sent.size() + x.received.size() + y.sent.size() + y.received.size())
        .isBetween(2, 3);
    x.audit();
    y.audit();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aSelectThatSendsAndReceivesDoesNotMeetItself() {
    var x = rendezvous();
    TaskGroup.run(group -> {
      group.start(() -> sendOrReceive(x, 1, x));
      group.start(() -> sendOrReceive(x, 2, x));
    });

    assertThat(x.sent).hasSize(1);
    x.audit();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aCircleOfSelectsDoesNotLockItself() {
    var x = rendezvous();
    var y = rendezvous();
    var z = rendezvous();
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(SECOND, () -> sendOrReceive(x, 1, y)));
      group.start(() -> moveOnAfter(SECOND, () -> sendOrReceive(y, 2, z)));
      group.start(() -> moveOnAfter(SECOND, () -> sendOrReceive(z, 3, x)));
    });

    assertThat(chosen).hasValue(2);
    x.audit();
    y.audit();
    z.audit();
  }

  // --- Cancelled

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aCancelledSelectThatReceivesByRendezvousDidNothing() {
    cancelsReceiving(rendezvous(), rendezvous(), 0);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void aCancelledSelectThatReceivesFromBuffersDidNothing() {
    cancelsReceiving(buffered(), buffered(), 1);
  }

  /// A select is cancelled as plain partners come to both of its channels.
  private void cancelsReceiving(Traffic x, Traffic y, int capacity) {
    TaskGroup.run(group -> {
      var selecting = group.start(() -> receiveEither(x, y));
      group.start(() -> selecting.cancel("enough"));
      group.startDaemon(() -> x.send(1));
      group.startDaemon(() -> y.send(2));
      group.startDaemon(() -> y.receive(1));
      requireNobodyStuck(x, y, capacity);
    });

    requireOneChosenAtMost(x, y);
  }

  private static void requireNobodyStuck(Traffic x, Traffic y, int capacity) {
    sleep(SECOND);
    x.assertNobodyIsStuck(capacity);
    y.assertNobodyIsStuck(capacity);
  }

  private void requireOneChosenAtMost(Traffic x, Traffic y) {
    assertThat(chosen.get()).isLessThanOrEqualTo(1);
    x.audit();
    y.audit();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aCancelledSelectThatSendsByRendezvousDidNothing() {
    cancelsSending(rendezvous(), rendezvous(), 0);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void aCancelledSelectThatSendsIntoBuffersDidNothing() {
    var x = buffered();
    var y = buffered();
    x.send(11);
    y.send(12);
    cancelsSending(x, y, 1);
  }

  /// The same with a select that sends.
  private void cancelsSending(Traffic x, Traffic y, int capacity) {
    TaskGroup.run(group -> {
      var selecting = group.start(() -> sendEither(x, y, 1));
      group.start(() -> selecting.cancel("enough"));
      group.startDaemon(() -> x.receive(1));
      group.startDaemon(() -> y.receive(1));
      group.startDaemon(() -> y.send(2));
      requireNobodyStuck(x, y, capacity);
    });

    requireOneChosenAtMost(x, y);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, RENDEZVOUS, SELECTION})
  void aCancelledSelectWhoseChannelsAreClosedDidNothing() {
    var x = buffered();
    var y = rendezvous();
    TaskGroup.run(group -> {
      var selecting = group.start(() -> sendOrReceive(y, 1, x));
      group.start(() -> selecting.cancel("enough"));
      group.start(() -> x.send(2));
      group.start(() -> y.receive(1));
      group.start(() -> x.channel.close());
      group.start(() -> y.channel.close());
    });

    requireOneChosenAtMost(x, y);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void aSelectThatIsCancelledAsATaskEndsAndItsTimeComesDidOneThingOrNone() {
    var x = buffered();
    TaskGroup.run(group -> {
      var task = group.start(() -> sleep(SECOND));
      var selecting =
          group.start(() ->
              select(
                  onReceive(x.channel, e -> received(x, e)),
                  onEnded(task, _ -> chosen.incrementAndGet()),
                  after(SECOND, () -> chosen.incrementAndGet())));
      sleep(SECOND);
      group.start(() -> selecting.cancel("enough"));
      group.start(() -> x.send(1));
      sleep(SECOND);
      assertThat(selecting.outcome().orElseThrow().isSuccess()).isEqualTo(chosen.get() == 1);
      x.assertNobodyIsStuck(1);
    });

    assertThat(chosen.get()).isBetween(x.received.size(), 1);
    x.audit();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void aWakeThatASelectHasNoUseForGoesToTheNext() {
    var x = buffered();
    var y = buffered();
    TaskGroup.run(group -> {
      group.start(() -> receiveEither(x, y));
      group.start(() -> x.receive(1));
      group.start(() -> y.receive(1));
      group.start(() -> x.send(1));
      group.start(() -> y.send(2));
      group.start(() -> {
        sleep(SECOND);
        assertThat(x.received.size() + y.received.size()).isEqualTo(2);
        x.channel.close();
        y.channel.close();
      });
    });

    x.audit();
    y.audit();
  }

  // --- Closed

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aSelectHearsThatARendezvousIsClosed() {
    closes(rendezvous(), rendezvous());
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void aSelectHearsThatABufferIsClosed() {
    closes(buffered(), buffered());
  }

  private void closes(Traffic x, Traffic y) {
    TaskGroup.run(group -> {
      group.start(() -> receiveEither(x, y));
      group.start(() -> sendEither(x, y, 1));
      group.start(() -> x.channel.close());
      group.start(() -> y.channel.cancel());
    });

    x.audit();
    y.audit();
  }

  // --- Tasks and time

  @TreadleTest(
      explore = 20_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void theEndOfATaskAndAnElementAreNotBothChosen() {
    var x = rendezvous();
    TaskGroup.run(group -> {
      var task = group.start(() -> {});
      group.start(() -> x.trySend(1));
      select(
          onReceive(x.channel, e -> received(x, e)),
          onEnded(task, outcome -> assertThat(outcome.isSuccess()).isTrue()));
    });

    assertThat(chosen.get()).isEqualTo(x.received.size());
    x.audit();
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {BUFFERED, RING, LINE, PLACE, SELECTION})
  void timeAndAnElementAreNotBothChosen() {
    var x = buffered();
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        x.send(1);
      });
      select(onReceive(x.channel, e -> received(x, e)), after(SECOND, () -> {}));
    });

    assertThat(chosen.get()).isEqualTo(x.received.size());
    x.audit();
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {RENDEZVOUS, PLACE, SELECTION})
  void aSelectThatDoesNotWaitIsExact() {
    var x = rendezvous();
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(SECOND, () -> x.send(1)));
      group.start(() -> select(onReceive(x.channel, e -> received(x, e)), orElse(() -> {})));
    });

    assertThat(chosen.get()).isEqualTo(x.received.size());
    x.audit();
  }
}
