package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Senders and receivers that keep books, and the audit: every element that was sent was received
/// once or undelivered once, and nothing else was.
final class Traffic {

  /// Race points of channels with a buffer.
  static final String BUFFERED = "dev.treadle.channel.BufferedChannel";

  static final String RING = "dev.treadle.channel.Ring";
  static final String SHELF = "dev.treadle.channel.Shelf";
  static final String LINE = "dev.treadle.channel.Line";
  static final String PLACE = "dev.treadle.channel.Place";
  static final String RENDEZVOUS = "dev.treadle.channel.RendezvousChannel";
  static final String SELECTION = "dev.treadle.channel.Selection";

  final List<Integer> sent = new CopyOnWriteArrayList<>();
  final List<Integer> received = new CopyOnWriteArrayList<>();
  final List<Integer> undelivered = new CopyOnWriteArrayList<>();
  final Channel<Integer> channel;

  Traffic(Function<UnaryOperator<ChannelSettings<Integer>>, Channel<Integer>> kind) {
    channel = kind.apply(c -> c.withName("jobs").withOnUndelivered(undelivered::add));
  }

  /// Sends until told that the channel is closed.
  void send(int... elements) {
    try {
      for (int element : elements) {
        channel.send(element);
        sent.add(element);
      }
    } catch (ChannelClosedException closed) {
      assertThat(channel.isClosed()).isTrue();
    }
  }

  void trySend(int element) {
    try {
      if (channel.trySend(element)) {
        sent.add(element);
      }
    } catch (ChannelClosedException closed) {
      assertThat(channel.isClosed()).isTrue();
    }
  }

  /// Receives so many, or until told that the channel is closed.
  void receive(int count) {
    try {
      for (int i = 0; i < count; i++) {
        received.add(channel.receive());
      }
    } catch (ChannelClosedException closed) {
      assertThat(channel.isClosed()).isTrue();
    }
  }

  void tryReceive() {
    try {
      var element = channel.tryReceive();
      if (element != null) {
        received.add(element);
      }
    } catch (ChannelClosedException closed) {
      assertThat(channel.isClosed()).isTrue();
    }
  }

  /// When nothing moves any more, whoever waits has a reason to: a wake-up that was meant for one
  /// who was cancelled has gone to the next.
  void assertNobodyIsStuck(int capacity) {
    var statistics = channel.statistics();
    if (statistics.waitingReceivers() > 0) {
      assertThat(statistics.buffered()).isZero();
      assertThat(statistics.waitingSenders()).isZero();
    }
    if (statistics.waitingSenders() > 0) {
      assertThat(statistics.buffered()).isEqualTo(capacity);
    }
  }

  /// Nobody uses the channel any more: what is left in it is undelivered, then the books are
  /// compared.
  void audit() {
    channel.cancel();
    var arrived = new ArrayList<>(received);
    arrived.addAll(undelivered);
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(channel.statistics())
        .isEqualTo(
            new ChannelStatistics(0, 0, 0, sent.size(), received.size(), undelivered.size()));
  }
}
