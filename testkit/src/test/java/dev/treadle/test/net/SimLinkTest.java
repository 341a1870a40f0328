package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SimLinkTest {

  private final TwoHosts hosts = new TwoHosts(1);
  private final SimNet net = hosts.net;
  private final SimLink both = net.between(hosts.client, hosts.db);

  @Test
  void connectingTakesARoundTrip() throws IOException {
    hosts.listen();
    both.configure(link -> link.withLatency(Duration.ofMillis(10)));
    var connection = hosts.connect();

    hosts.millis(19);
    assertThat(connection.finishConnect()).isFalse();

    hosts.millis(1);
    assertThat(connection.finishConnect()).isTrue();
  }

  @Test
  void bytesArriveAfterTheLatency() throws IOException {
    var pair = hosts.pair();
    both.configure(link -> link.withLatency(Duration.ofMillis(10)));
    pair.near().write(TwoHosts.bytes("hello"));

    hosts.millis(9);
    assertThat(TwoHosts.read(pair.far())).isEmpty();

    hosts.millis(1);
    assertThat(TwoHosts.read(pair.far())).isEqualTo("hello");
  }

  @Test
  void latencyIsPerDirection() throws IOException {
    var pair = hosts.pair();
    net.oneWay(hosts.client, hosts.db).configure(link -> link.withLatency(Duration.ofMillis(10)));
    pair.near().write(TwoHosts.bytes("slow"));
    pair.far().write(TwoHosts.bytes("fast"));

    hosts.world.settle();

    assertThat(TwoHosts.read(pair.near())).isEqualTo("fast");
    assertThat(TwoHosts.read(pair.far())).isEmpty();
  }

  @Test
  void bytesNeverOvertakeEachOtherWhateverTheLatency() throws IOException {
    var pair = hosts.pair();
    both.configure(link -> link.withLatency(Duration.ZERO, Duration.ofMillis(100)));

    for (char letter = 'a'; letter <= 'z'; letter++) {
      pair.near().write(TwoHosts.bytes("" + letter));
    }
    hosts.millis(100);

    assertThat(TwoHosts.read(pair.far())).isEqualTo("abcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void settingsOfAllLinksApplyToLaterHostsToo() throws IOException {
    net.links().configure(link -> link.withLatency(Duration.ofMillis(10)));
    var late = net.host("late");
    hosts.listen();
    var connection = late.network().connect(TwoHosts.DB);

    hosts.millis(19);
    assertThat(connection.finishConnect()).isFalse();

    hosts.millis(1);
    assertThat(connection.finishConnect()).isTrue();
  }

  @Test
  void bandwidthIsSharedByAllThatGoesOneWay() throws IOException {
    both.configure(link -> link.withBytesPerSecond(1000));
    var one = hosts.pair();
    var two = hosts.pair();
    one.near().write(ByteBuffer.allocate(100));
    two.near().write(TwoHosts.bytes("after it"));

    hosts.millis(100);
    assertThat(TwoHosts.read(one.far())).hasSize(100);
    assertThat(TwoHosts.read(two.far())).isEmpty();

    hosts.millis(8);
    assertThat(TwoHosts.read(two.far())).isEqualTo("after it");
  }

  @Test
  void writeBeyondTheBufferFindsNoRoomUntilTheOtherEndReads() throws IOException {
    both.configure(link -> link.withBufferBytes(10));
    var pair = hosts.pair();
    var woken = new AtomicBoolean();

    assertThat(pair.near().write(ByteBuffer.allocate(16))).isEqualTo(10);
    assertThat(pair.near().write(ByteBuffer.allocate(6))).isZero();
    pair.near().onWritable(() -> woken.set(true));
    hosts.world.settle();
    assertThat(woken).isFalse();

    pair.far().read(ByteBuffer.allocate(4));
    assertThat(woken).isTrue();
    assertThat(pair.near().write(ByteBuffer.allocate(6))).isEqualTo(4);
  }

  @Test
  void largerBufferWakesWhoeverWaitsForRoom() throws IOException {
    both.configure(link -> link.withBufferBytes(10));
    var pair = hosts.pair();
    pair.near().write(ByteBuffer.allocate(10));
    var woken = new AtomicBoolean();
    pair.near().onWritable(() -> woken.set(true));

    both.configure(link -> link.withBufferBytes(20));

    assertThat(woken).isTrue();
  }

  @Test
  void splitWritesTakeAnArbitraryPartButAtLeastAByte() throws IOException {
    both.configure(link -> link.withSplits(true));
    var pair = hosts.pair();
    var counts = new TreeSet<Integer>();

    for (int i = 0; i < 200; i++) {
      counts.add(pair.near().write(ByteBuffer.allocate(4)));
    }

    assertThat(counts).containsExactly(1, 2, 3, 4);
  }

  @Test
  void splitReadsGiveAnArbitraryPartButAtLeastAByte() throws IOException {
    var pair = hosts.pair();
    both.configure(link -> link.withSplits(true));
    var counts = new TreeSet<Integer>();

    for (int i = 0; i < 200; i++) {
      while (pair.near().write(ByteBuffer.allocate(4)) < 4) {}
      hosts.world.settle();
      counts.add(pair.far().read(ByteBuffer.allocate(4)));
    }

    assertThat(counts).containsExactly(1, 2, 3, 4);
  }

  @Test
  void partitionStallsAConnectionAndHealingResumesIt() throws IOException {
    var pair = hosts.pair();
    both.configure(link -> link.withLatency(Duration.ofMillis(10)));
    pair.near().write(TwoHosts.bytes("under way, "));
    both.partition();
    pair.near().write(TwoHosts.bytes("sent meanwhile"));
    pair.near().shutdownOutput();
    hosts.world.advance(Duration.ofDays(1));
    assertThat(TwoHosts.read(pair.far())).isEmpty();

    both.heal();
    hosts.millis(10);

    assertThat(TwoHosts.read(pair.far())).isEqualTo("under way, sent meanwhile.");
  }

  @Test
  void partitionMayBeOneWay() throws IOException {
    var pair = hosts.pair();
    net.oneWay(hosts.client, hosts.db).partition();
    pair.near().write(TwoHosts.bytes("stalled"));
    pair.far().write(TwoHosts.bytes("heard"));

    hosts.world.settle();

    assertThat(TwoHosts.read(pair.near())).isEqualTo("heard");
    assertThat(TwoHosts.read(pair.far())).isEmpty();
  }

  @Test
  void connectingAcrossAPartitionTimesOut() throws IOException {
    hosts.listen();
    both.partition();
    var connection = hosts.connect();

    hosts.world.advance(SimNet.CONNECT_TIMEOUT.minusNanos(1));
    assertThat(connection.finishConnect()).isFalse();
    hosts.world.advance(Duration.ofNanos(1));

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(connection::finishConnect)
        .withMessage(
            "connection timed out: nobody answered connection client:49152 -> db:5432 within "
                + "PT2M7S");
  }

  @Test
  void connectingSucceedsIfThePartitionHealsInTime() throws IOException {
    hosts.listen();
    both.partition();
    var connection = hosts.connect();
    hosts.millis(60_000);

    both.heal();
    hosts.world.settle();

    assertThat(connection.finishConnect()).isTrue();
  }

  @Test
  void answerThatComesAfterTheTimeoutEstablishesNothing() throws IOException {
    var listener = hosts.listen();
    net.oneWay(hosts.db, hosts.client).hold();
    var connection = hosts.connect();
    hosts.world.advance(SimNet.CONNECT_TIMEOUT);
    var accepted = Objects.requireNonNull(listener.accept());

    net.links().release();
    hosts.world.settle();

    assertThatExceptionOfType(ConnectException.class).isThrownBy(connection::finishConnect);
    assertThatExceptionOfType(SocketException.class).isThrownBy(() -> TwoHosts.read(accepted));
  }

  @Test
  void isolatedHostStillReachesItself() throws IOException {
    net.linksOf(hosts.db).partition();
    hosts.listen();
    var own = hosts.db.network().connect(TwoHosts.DB);
    var others = hosts.connect();

    hosts.world.settle();

    assertThat(own.finishConnect()).isTrue();
    assertThat(others.finishConnect()).isFalse();
  }

  @Test
  void heldBytesWaitForRelease() throws IOException {
    var pair = hosts.pair();
    both.hold();
    pair.near().write(TwoHosts.bytes("held"));
    hosts.millis(1000);
    assertThat(TwoHosts.read(pair.far())).isEmpty();

    both.release();
    hosts.world.settle();

    assertThat(TwoHosts.read(pair.far())).isEqualTo("held");
  }

  @Test
  void releasingDoesNotHealAndHealingDoesNotRelease() throws IOException {
    var pair = hosts.pair();
    both.hold();
    both.partition();
    pair.near().write(TwoHosts.bytes("x"));

    both.release();
    hosts.world.settle();
    assertThat(TwoHosts.read(pair.far())).isEmpty();

    both.hold();
    both.heal();
    hosts.world.settle();
    assertThat(TwoHosts.read(pair.far())).isEmpty();
  }

  @Test
  void healingWhatIsWholeDelaysNothing() throws IOException {
    var pair = hosts.pair();
    both.configure(link -> link.withLatency(Duration.ofMillis(10)));
    pair.near().write(TwoHosts.bytes("x"));
    hosts.millis(9);

    both.heal();
    both.release();
    hosts.millis(1);

    assertThat(TwoHosts.read(pair.far())).isEqualTo("x");
  }

  @Test
  void resetBreaksBothEndsAtOnceAndLosesWhatIsUnread() throws IOException {
    var pair = hosts.pair();
    pair.near().write(TwoHosts.bytes("unread"));
    hosts.world.settle();

    both.reset();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> TwoHosts.read(pair.far()))
        .withMessage("connection reset: connection db:5432 <- client:49152");
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> pair.near().write(TwoHosts.bytes("x")))
        .withMessage("connection reset: connection client:49152 -> db:5432");
  }

  @Test
  void resetWakesWhoeverWaits() throws IOException {
    var pair = hosts.pair();
    var woken = new AtomicBoolean();
    pair.far().onReadable(() -> woken.set(true));

    both.reset();

    assertThat(woken).isTrue();
  }

  @Test
  void resetDoesNotAffectNewConnections() throws IOException {
    both.reset();
    var pair = hosts.pair();

    pair.near().write(TwoHosts.bytes("new"));
    hosts.world.settle();

    assertThat(TwoHosts.read(pair.far())).isEqualTo("new");
  }

  @Test
  void closingWithSomethingUnreadResetsTheOtherEnd() throws IOException {
    var pair = hosts.pair();
    pair.near().write(TwoHosts.bytes("unread"));
    hosts.world.settle();

    pair.far().close();
    hosts.world.settle();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> TwoHosts.read(pair.near()))
        .withMessageStartingWith("connection reset");
  }

  @Test
  void lostDatagramsAreCounted() throws IOException {
    both.configure(link -> link.withLoss(1));

    assertThat(delivered("x")).isEmpty();
    assertThat(hosts.client.statistics().lostDatagrams()).isEqualTo(1);
  }

  @Test
  void lossIsAsLikelyAsItIsSaidToBe() throws IOException {
    both.configure(link -> link.withLoss(0.25).withBufferBytes(1_000_000));

    assertThat(delivered("x".repeat(10_000)).length()).isBetween(7300, 7700);
  }

  @Test
  void duplicatedDatagramsArriveTwice() throws IOException {
    both.configure(link -> link.withDuplication(1));

    assertThat(delivered("ab")).isEqualTo("aabb");
  }

  @Test
  void reorderedDatagramsAreOvertaken() throws IOException {
    both.configure(link -> link.withReordering(0.5));

    assertThat(delivered("abcdefghij")).isNotEqualTo("abcdefghij").hasSize(10);
  }

  @Test
  void datagramsKeepTheirOrderInAnIdealNetwork() throws IOException {
    assertThat(delivered("abcdefghij")).isEqualTo("abcdefghij");
  }

  @Test
  void datagramsOvertakeEachOtherWhenLatencyVaries() throws IOException {
    both.configure(link -> link.withLatency(Duration.ZERO, Duration.ofMillis(10)));

    assertThat(delivered("abcdefghij")).isNotEqualTo("abcdefghij").hasSize(10);
  }

  @Test
  void datagramsDoNotSurviveAPartition() throws IOException {
    both.partition();
    assertThat(delivered("x")).isEmpty();

    both.heal();
    assertThat(delivered("y")).isEqualTo("y");
  }

  @Test
  void heldDatagramsWaitForRelease() throws IOException {
    try (var sender = hosts.datagrams(hosts.client);
        var receiver = hosts.datagrams(hosts.db)) {
      both.configure(link -> link.withLatency(Duration.ofMillis(5)));
      sender.send(TwoHosts.bytes("under way"), new InetSocketAddress(hosts.db.address(), 9000));
      both.hold();
      sender.send(TwoHosts.bytes("later"), new InetSocketAddress(hosts.db.address(), 9000));
      hosts.millis(1000);
      assertThat(TwoHosts.receive(receiver)).isEqualTo("-");

      both.release();
      hosts.millis(5);

      var received = new HashSet<>();
      received.add(TwoHosts.receive(receiver));
      received.add(TwoHosts.receive(receiver));
      assertThat(received).containsExactlyInAnyOrder("under way", "later");
    }
  }

  @Test
  void datagramsBeyondTheReceiversBufferAreLost() throws IOException {
    both.configure(link -> link.withBufferBytes(3));

    assertThat(delivered("abcde")).isEqualTo("abc");
    assertThat(hosts.client.statistics().lostDatagrams()).isEqualTo(2);
  }

  @Test
  void configureReturnsToIdealWhenAsked() throws IOException {
    both.configure(link -> link.withLoss(1));
    UnaryOperator<LinkSettings> ideal = _ -> LinkSettings.ideal();
    both.configure(ideal);

    assertThat(delivered("x")).isEqualTo("x");
  }

  /// Sends each letter as a datagram and returns what arrives, in the order of arrival.
  private String delivered(String letters) throws IOException {
    try (var sender = hosts.datagrams(hosts.client);
        var receiver = hosts.datagrams(hosts.db)) {
      var to = new InetSocketAddress(hosts.db.address(), 9000);
      for (int i = 0; i < letters.length(); i++) {
        sender.send(TwoHosts.bytes(letters.substring(i, i + 1)), to);
      }
      hosts.millis(1000);
      var received = new StringBuilder();
      var next = TwoHosts.receive(receiver);
      while (!next.equals("-")) {
        received.append(next);
        next = TwoHosts.receive(receiver);
      }
      return received.toString();
    }
  }
}
