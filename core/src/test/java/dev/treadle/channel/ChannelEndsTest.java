package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// [Sender] and [Receiver].
class ChannelEndsTest {

  private final List<Integer> undelivered = new CopyOnWriteArrayList<>();
  private final Channel<Integer> channel =
      Channel.buffered(4, c -> c.withName("jobs").withOnUndelivered(undelivered::add));

  // --- Senders

  @Test
  void theChannelClosesWithItsLastSender() {
    var one = channel.sender();
    var other = one.share();

    one.close();
    assertThat(channel.isClosed()).isFalse();
    other.send(1);
    other.close();
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel).containsExactly(1);
  }

  @Test
  void closingTwiceCountsOnce() {
    var one = channel.sender();
    var other = one.share();
    one.close();
    one.close();

    assertThat(channel.isClosed()).isFalse();
    other.close();
    assertThat(channel.isClosed()).isTrue();
  }

  @Test
  void aClosedSenderSaysSo() {
    var sender = channel.sender();
    var other = sender.share();
    sender.close();

    var message = "sender of channel 'jobs' is closed: expected it to be used before its close()";
    assertThatThrownBy(() -> sender.send(1))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> sender.trySend(1)).hasMessage(message);
    assertThatThrownBy(() -> sender.share()).hasMessage(message);
    assertThat(sender.isClosed()).isTrue();
    assertThat(other.isClosed()).isFalse();
    assertThat(other.trySend(1)).isTrue();
  }

  @Test
  void aSenderThatFailedEndsTheChannelForAll() {
    var cause = new IOException("the disk is full");
    var one = channel.sender();
    var other = one.share();
    one.closeWith(cause);

    assertThatThrownBy(() -> other.send(1)).hasCause(cause);
    assertThatThrownBy(() -> channel.receive()).hasCause(cause);
    assertThatThrownBy(() -> one.share()).isInstanceOf(ChannelClosedException.class);
    assertThat(other.isClosed()).isTrue();
  }

  @Test
  void aClosedChannelOpensNoEnds() {
    channel.close();

    assertThatThrownBy(() -> channel.sender())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed: expected no more sends");
    assertThatThrownBy(() -> channel.receiver())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed, and all that was sent has been received");
  }

  @Test
  void whatIsLeftInAClosedChannelCanHaveAReceiver() {
    channel.send(1);
    channel.close();

    assertThat(channel.receiver().receive()).isEqualTo(1);
  }

  // --- Receivers

  @Test
  void sendersAreToldWhenTheLastReceiverIsGone() {
    var one = channel.receiver();
    var other = one.share();
    one.close();
    channel.send(1);
    channel.send(2);
    assertThat(other.tryReceive()).isEqualTo(1);
    other.close();
    other.close();

    assertThat(undelivered).containsExactly(2);
    assertThatThrownBy(() -> channel.send(3))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' has no receiver any more: expected no more sends");
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 2, 1, 1));
  }

  @Test
  void aClosedReceiverSaysSo() {
    var receiver = channel.receiver();
    var other = receiver.share();
    channel.send(1);
    receiver.close();

    var message = "receiver of channel 'jobs' is closed: expected it to be used before its close()";
    assertThatThrownBy(() -> receiver.receive())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> receiver.tryReceive()).hasMessage(message);
    assertThatThrownBy(() -> receiver.share()).hasMessage(message);
    assertThatThrownBy(() -> receiver.iterator().hasNext()).hasMessage(message);
    assertThat(other.iterator().next()).isEqualTo(1);
  }

  @Test
  void aReceiverCanCancelForAll() {
    var one = channel.receiver();
    var other = one.share();
    channel.send(1);
    one.cancel();

    assertThat(undelivered).containsExactly(1);
    assertThatThrownBy(() -> other.receive()).hasMessage("channel 'jobs' was cancelled");
  }

  @TreadleTest
  void aSenderThatWaitsIsToldWhenTheLastReceiverIsGone() {
    var full = Channel.<Integer>buffered(1, c -> c.withOnUndelivered(undelivered::add));
    var receiver = full.receiver();
    full.send(1);
    TaskGroup.run(group -> {
      group.start(() ->
          assertThatThrownBy(() -> full.send(2))
              .isInstanceOf(ChannelClosedException.class)
              .hasMessage("buffered 1 channel has no receiver any more: expected no more sends"));
      sleep(Duration.ofSeconds(1));
      receiver.close();
    });

    assertThat(undelivered).containsExactly(1);
  }

  // --- Both

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNoElementAndNoCause() {
    var sender = channel.sender();

    assertThatNullPointerException().isThrownBy(() -> sender.send(null)).withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> sender.trySend(null)).withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> sender.closeWith(null)).withMessage("cause");
    assertThat(sender.isClosed()).isFalse();
    assertThat(channel.statistics().sent()).isZero();
  }

  @Test
  void theySayWhoseTheyAre() {
    assertThat(channel.sender()).hasToString("sender of channel 'jobs'");
    assertThat(channel.receiver()).hasToString("receiver of channel 'jobs'");
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.channel.Sender", "dev.treadle.channel.Ends"})
  void whoSharesAnEndAsItClosesHasAnOpenOneOrAnError() {
    var sender = channel.sender();
    var sent = new AtomicInteger();
    TaskGroup.run(group -> {
      group.start(() -> sender.close());
      group.start(() -> {
        try (var mine = sender.share()) {
          assertThat(mine.isClosed()).isFalse();
          mine.send(1);
          sent.incrementAndGet();
        } catch (ChannelClosedException tooLate) {
          // the last end was closed before it could be shared
        }
      });
    });

    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.statistics().buffered()).isEqualTo(sent.get());
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.channel.Receiver", "dev.treadle.channel.Ends"})
  void whoSharesAReceiverAsItClosesHasAnOpenOneOrAnError() {
    var receiver = channel.receiver();
    var received = new AtomicInteger();
    channel.send(1);
    TaskGroup.run(group -> {
      group.start(() -> receiver.close());
      group.start(() -> {
        try (var mine = receiver.share()) {
          received.addAndGet(mine.receive());
        } catch (ChannelClosedException tooLate) {
          // the last end was closed before it could be shared
        }
      });
    });

    assertThat(channel.isClosed()).isTrue();
    assertThat(undelivered).hasSize(1 - received.get());
  }
}
