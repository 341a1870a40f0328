package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for all flavours.
class ChannelTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  static Stream<Channel<String>> all() {
    return Stream.of(
        Channel.rendezvous(c -> c.withName("jobs")),
        Channel.buffered(1, c -> c.withName("jobs")),
        Channel.buffered(2, c -> c.withName("jobs")),
        Channel.buffered(3, c -> c.withName("jobs")),
        Channel.unbounded(c -> c.withName("jobs")),
        Channel.conflated(c -> c.withName("jobs")),
        Channel.dropOldest(3, c -> c.withName("jobs")));
  }

  static Stream<Channel<String>> withRoom() {
    return all().filter(channel -> !(channel instanceof RendezvousChannel));
  }

  // --- Sending and receiving

  @TreadleTest(explore = 1_000)
  void anElementGoesFromSenderToReceiver() {
    all()
        .forEach(channel -> {
          TaskGroup.run(group -> {
            group.start(() -> channel.send("tea"));
            log.add(channel.receive());
          });
          assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 1, 0));
        });

    assertThat(log).hasSize(7).containsOnly("tea");
  }

  @TreadleTest(explore = 1_000)
  void elementsArriveInTheOrderInWhichTheyWereSent(Simulation simulation) {
    all()
        .forEach(channel -> {
          log.clear();
          TaskGroup.run(group -> {
            group.start(() -> channel.forEach(log::add));
            for (var element : List.of("a", "b", "c", "d", "e")) {
              channel.send(element);
              simulation.awaitBlocked();
            }
            channel.close();
          });
          assertThat(log).containsExactly("a", "b", "c", "d", "e");
        });
  }

  @ParameterizedTest
  @MethodSource("all")
  void tryingFindsNothingInAnEmptyChannel(Channel<String> channel) {
    assertThat(channel.tryReceive()).isNull();
  }

  @ParameterizedTest
  @MethodSource("withRoom")
  void whatWasTriedIsThere(Channel<String> channel) {
    assertThat(channel.trySend("tea")).isTrue();
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(1, 0, 0, 1, 0, 0));

    assertThat(channel.tryReceive()).isEqualTo("tea");
    assertThat(channel.tryReceive()).isNull();
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 1, 0));
  }

  // --- Cancelled

  @ParameterizedTest
  @MethodSource("withRoom")
  void aCancelledTaskNeitherSendsNorReceivesThoughItNeedNotWait(Channel<String> channel) {
    channel.send("tea");
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> channel.send("milk")) instanceof Cancelled);
      log.add(catchThrowable(() -> channel.receive()) instanceof Cancelled);
    });

    assertThat(log).containsExactly(true, true);
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(1, 0, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("withRoom")
  void aCancelledTaskMayTry(Channel<String> channel) {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(channel.trySend("tea"));
      log.add(channel.tryReceive());
    });

    assertThat(log).containsExactly(true, "tea");
  }

  @TreadleTest
  void whoIsCancelledWhileItWaitsLeavesNothingBehind() {
    all()
        .forEach(channel -> {
          assertThat(moveOnAfter(SECOND, () -> channel.receive())).isEmpty();
          assertThat(channel.statistics().waitingReceivers()).isZero();
          for (int i = 0; i < 4; i++) {
            moveOnAfter(SECOND, () -> channel.send("tea"));
          }
          assertThat(channel.statistics().waitingSenders()).isZero();
        });
  }

  // --- Closed

  @ParameterizedTest
  @MethodSource("all")
  void nothingCanBeSentIntoAClosedChannel(Channel<String> channel) {
    channel.close();

    assertThatThrownBy(() -> channel.send("tea"))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed: expected no more sends")
        .hasNoCause();
    assertThatThrownBy(() -> channel.trySend("tea"))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed: expected no more sends");
    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("withRoom")
  void whatWasSentBeforeTheEndIsReceived(Channel<String> channel) {
    channel.send("tea");
    channel.close();

    assertThat(channel.receive()).isEqualTo("tea");
    assertThatThrownBy(() -> channel.receive())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed, and all that was sent has been received")
        .hasNoCause();
    assertThatThrownBy(() -> channel.tryReceive())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' is closed, and all that was sent has been received");
  }

  @ParameterizedTest
  @MethodSource("withRoom")
  void tryingReceivesWhatWasSentBeforeTheEnd(Channel<String> channel) {
    channel.send("tea");
    channel.close();

    assertThat(channel.tryReceive()).isEqualTo("tea");
  }

  @TreadleTest
  void closingWakesAllReceivers() {
    all()
        .forEach(channel ->
            TaskGroup.run(group -> {
              for (int i = 0; i < 3; i++) {
                group.start(() ->
                    assertThatThrownBy(() -> channel.receive())
                        .isInstanceOf(ChannelClosedException.class));
              }
              sleep(SECOND);
              assertThat(channel.statistics().waitingReceivers()).isEqualTo(3);
              channel.close();
            }));
  }

  @TreadleTest
  void closingWakesAllSenders() {
    Stream.of(Channel.<String>rendezvous(), Channel.<String>buffered(1))
        .forEach(channel ->
            TaskGroup.run(group -> {
              channel.trySend("fills it");
              for (int i = 0; i < 3; i++) {
                group.start(() ->
                    assertThatThrownBy(() -> channel.send("tea"))
                        .isInstanceOf(ChannelClosedException.class));
              }
              sleep(SECOND);
              assertThat(channel.statistics().waitingSenders()).isEqualTo(3);
              channel.close();
            }));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatItWasClosedWithIsTheCauseForReceiversAndSenders(Channel<String> channel) {
    var cause = new IOException("the disk is full");
    channel.closeWith(cause);

    assertThatThrownBy(() -> channel.receive()).hasCause(cause);
    assertThatThrownBy(() -> channel.send("tea")).hasCause(cause);
    assertThatThrownBy(() -> channel.iterator().hasNext()).hasCause(cause);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theFirstEndCounts(Channel<String> channel) {
    channel.close();
    channel.closeWith(new IOException("too late"));
    channel.close();

    assertThatThrownBy(() -> channel.receive()).hasNoCause();
  }

  // --- Cancelling the channel

  @ParameterizedTest
  @MethodSource("all")
  void aCancelledChannelIsOverForAll(Channel<String> channel) {
    channel.cancel();
    channel.cancel();

    assertThatThrownBy(() -> channel.send("tea"))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' was cancelled: expected no more sends");
    assertThatThrownBy(() -> channel.receive())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'jobs' was cancelled");
    assertThatThrownBy(() -> channel.iterator().hasNext())
        .isInstanceOf(ChannelClosedException.class);
    assertThat(channel.isClosed()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("withRoom")
  void aClosedChannelCanBeCancelledForWhatIsInIt(Channel<String> channel) {
    channel.send("tea");
    channel.close();
    channel.cancel();
    channel.close();

    assertThatThrownBy(() -> channel.receive()).hasMessage("channel 'jobs' was cancelled");
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 0, 1));
  }

  @TreadleTest
  void cancellingWakesAll() {
    all()
        .forEach(channel ->
            TaskGroup.run(group -> {
              for (int i = 0; i < 3; i++) {
                group.start(() ->
                    assertThatThrownBy(() -> channel.receive())
                        .isInstanceOf(ChannelClosedException.class));
              }
              sleep(SECOND);
              channel.cancel();
            }));
  }

  // --- Iteration

  @ParameterizedTest
  @MethodSource("withRoom")
  void aLoopEndsWithTheChannel(Channel<String> channel) {
    channel.send("tea");
    channel.close();
    for (var element : channel) {
      log.add(element);
    }

    assertThat(log).containsExactly("tea");
  }

  @TreadleTest
  void aLoopThatIsLeftLosesNothing() {
    var channel = Channel.<String>buffered(2);
    channel.send("tea");
    channel.send("milk");
    for (var element : channel) {
      log.add(element);
      break;
    }

    assertThat(log).containsExactly("tea");
    assertThat(channel.receive()).isEqualTo("milk");
  }

  @TreadleTest
  void anIteratorCanBeAskedTwice() {
    var channel = Channel.<String>buffered(2);
    channel.send("tea");
    channel.close();
    var iterator = channel.iterator();

    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.next()).isEqualTo("tea");
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(() -> iterator.next())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("nothing comes any more: expected hasNext() to be asked before next()");
  }

  // --- Mistakes

  @ParameterizedTest
  @MethodSource("all")
  @SuppressWarnings("NullAway")
  void nothingIsNoElement(Channel<String> channel) {
    assertThatNullPointerException().isThrownBy(() -> channel.send(null)).withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> channel.trySend(null)).withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> channel.closeWith(null)).withMessage("cause");
    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 0, 0, 0));
  }

  @Test
  void aCapacityIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.buffered(-1))
        .withMessage("capacity: expected 0 to 1073741824, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.dropOldest(0))
        .withMessage("capacity: expected 1 to 1073741824, found 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Channel.buffered(Integer.MAX_VALUE));
  }

  @Test
  @SuppressWarnings("NullAway")
  void settingsAreNotNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> Channel.buffered(1, c -> c.withName(null)))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Channel.buffered(1, c -> c.withOnUndelivered(null)))
        .withMessage("onUndelivered");
    assertThatNullPointerException()
        .isThrownBy(() -> Channel.unbounded(null))
        .withMessage("settings");
    assertThatNullPointerException()
        .isThrownBy(() -> Channel.rendezvous(_ -> null))
        .withMessage("settings: expected the changed settings, the function returned null");
  }

  // --- How it looks

  @Test
  void withoutANameItSaysWhatItIs() {
    assertThat(Channel.rendezvous()).hasToString("rendezvous channel");
    assertThat(Channel.buffered(0)).hasToString("rendezvous channel");
    assertThat(Channel.buffered(3)).hasToString("buffered 3 channel");
    assertThat(Channel.unbounded()).hasToString("unbounded channel");
    assertThat(Channel.conflated()).hasToString("conflated channel");
    assertThat(Channel.dropOldest(2)).hasToString("drop-oldest 2 channel");
  }

  @TreadleTest
  void aTaskTreeShowsWhoWaitsForIt(Simulation simulation) {
    var full = Channel.<String>buffered(1, c -> c.withName("full"));
    var empty = Channel.<String>buffered(1, c -> c.withName("empty"));
    var turns = Channel.<String>rendezvous(c -> c.withName("turns"));
    full.send("tea");
    TaskGroup.run(group -> {
      group.start(() -> moveOnAfter(SECOND, () -> full.send("milk")));
      group.start(() -> moveOnAfter(SECOND, () -> empty.receive()));
      group.start(() -> moveOnAfter(SECOND, () -> turns.send("tea")));
      simulation.awaitBlocked();
      log.add(TaskTree.capture().toString());
    });

    assertThat(log.getFirst().toString())
        .contains("room in channel 'full'")
        .contains("an element of channel 'empty'")
        .contains("a receiver of channel 'turns'");
  }

  @ParameterizedTest
  @MethodSource("all")
  @Timeout(30)
  void aPlatformThreadMayUseIt(Channel<String> channel) throws InterruptedException {
    var thread = Thread.ofPlatform().start(() -> log.add(channel.receive()));
    channel.send("tea");
    thread.join();

    assertThat(log).containsExactly("tea");
  }
}
