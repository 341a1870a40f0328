package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.readToEnd;
import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.test.Simulated;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a secure stream does once both ends have agreed.
class TlsStreamTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final TestAuthority AUTHORITY = new TestAuthority("authority");
  private static final TestAuthority.Holder HOST = AUTHORITY.sign("localhost");

  /// Both ends, and what they are on top of.
  record Secure(TlsStream client, TlsStream server, MemoryStream.Pair below) {}

  static Secure secure(MemoryStream.Pair below, UnaryOperator<TlsSettings> change)
      throws IOException {
    var client = Tls.of(s -> change.apply(s).withTrust(AUTHORITY.trust()));
    var server = Tls.of(s -> change.apply(s).withIdentity(HOST.identity()));
    return gather(
        () -> client.client(below.client(), "localhost"),
        () -> server.server(below.server()),
        (one, other) -> new Secure(one, other, below));
  }

  private static Secure secure() throws IOException {
    return secure(MemoryStream.pair(), s -> s);
  }

  private static void close(Secure secure) throws IOException {
    gather(() -> secure.client.close(), () -> secure.server.close(), () -> secure.below.close());
  }

  // --- The contract of all streams

  abstract static class TlsContract extends ByteStreamContract {

    @Override
    protected boolean sendsBytesAsTheyAre() {
      return false;
    }

    static Ends ends(MemoryStream.Pair below) throws IOException {
      var secure = secure(below, s -> s);
      return new Ends(secure.client, secure.server);
    }
  }

  @Nested
  @Simulated
  class Contract extends TlsContract {
    @Override
    protected Ends connect() throws IOException {
      return ends(MemoryStream.pair());
    }
  }

  /// With room for less than a record.
  @Nested
  @Simulated
  class SmallContract extends TlsContract {
    @Override
    protected Ends connect() throws IOException {
      return ends(MemoryStream.pair(1021));
    }
  }

  /// TLS inside of TLS.
  @Nested
  @Simulated
  class DoubleContract extends TlsContract {
    @Override
    protected Ends connect() throws IOException {
      var outer = secure();
      var client = Tls.of(s -> s.withTrust(AUTHORITY.trust()));
      var server = Tls.of(s -> s.withIdentity(HOST.identity()));
      return gather(
          () -> client.client(outer.client, "localhost"),
          () -> server.server(outer.server),
          Ends::new);
    }
  }

  // --- Explored

  /// And so are handshakes. Otherwise no schedule of these explorations could be run again.
  @Test
  void signaturesAreOfOneLength() {
    var lengths = new HashSet<Integer>();
    for (int i = 0; i < 30; i++) {
      lengths.add(AUTHORITY.sign("localhost").certificate().getSignature().length);
    }
    assertThat(lengths).hasSize(1);
  }

  @TreadleTest(explore = 100, racePoints = "dev.treadle.io")
  void nothingIsLostOrDoubledWhoeverIsCancelled() throws IOException {
    var secure = secure();

    ByteStreamTraffic.cancelReadersAndWriters(secure.client, secure.server);

    close(secure);
  }

  @TreadleTest(explore = 100, racePoints = "dev.treadle.io")
  void nobodyWaitsForAnEndThatIsClosed() throws IOException {
    var secure = secure();

    ByteStreamTraffic.closeWhileReadingAndWriting(secure.client, secure.server);

    close(secure);
  }

  @TreadleTest(explore = 100)
  void aCancelledWriteIsExactOrBreaksTheStream() throws IOException {
    var secure = secure(MemoryStream.pair(30), s -> s);
    var text = "abcdefghijklmnopqrst";
    var from = ByteBuffer.wrap(ByteStreamContract.bytes(text));
    TaskGroup.run(group -> {
      var writing = group.start(() -> secure.client.write(from));
      group.start(() -> writing.cancel("enough"));
    });

    var arrived =
        gather(
            () -> goodbyeOrBroken(secure.client),
            () -> catchThrowable(() -> readToEnd(secure.server)),
            (broken, failure) ->
                broken ? failure instanceof TlsTruncatedException : failure == null);

    assertThat(arrived).isTrue();
    assertThat(from.position()).isIn(0, text.length());
    close(secure);
  }

  private static boolean goodbyeOrBroken(TlsStream stream) throws IOException {
    try (stream) {
      stream.shutdownOutput();
      return false;
    } catch (BrokenStreamException e) {
      return true;
    }
  }

  @TreadleTest(explore = 100)
  void closeThrowsNothingWheneverItIsCancelled() throws IOException {
    var secure = secure(MemoryStream.pair(10), s -> s);
    var cancelled = new AtomicBoolean();
    TaskGroup.run(group -> {
      var closing =
          group.start(() -> {
            try {
              secure.client.close();
            } catch (Cancelled e) {
              cancelled.set(true);
              throw e;
            }
          });
      group.start(() -> closing.cancel("enough"));
      group.start(() -> catchThrowable(() -> readToEnd(secure.server)));
    });

    assertThat(cancelled).isFalse();
    assertThatThrownBy(() -> secure.below.client().localAddress())
        .isInstanceOf(ClosedChannelException.class);
    close(secure);
  }

  @TreadleTest(explore = 100)
  void aShutdownThatIsCancelledCanBeDoneAgainOrBreaksTheStream() throws IOException {
    var secure = secure(MemoryStream.pair(10), s -> s);
    TaskGroup.run(group -> {
      var shutting = group.start(() -> secure.client.shutdownOutput());
      group.start(() -> shutting.cancel("enough"));
    });

    var fits =
        gather(
            () -> goodbyeOrBroken(secure.client),
            () -> catchThrowable(() -> readToEnd(secure.server)),
            (broken, failure) ->
                broken ? failure instanceof TlsTruncatedException : failure == null);

    assertThat(fits).isTrue();
    close(secure);
  }

  // --- Cancellation

  @TreadleTest
  void aReadCancelledInTheMiddleOfARecordLosesNothing() throws IOException {
    var secure = secure();
    write(secure.client, "hello");
    var record = ByteBuffer.allocate(100);
    secure.below.server().read(record);
    record.flip();

    while (record.hasRemaining()) {
      assertThat(moveOnAfter(SECOND, () -> secure.server.read(ByteBuffer.allocate(9)))).isEmpty();
      secure.below.client().write(ByteBuffer.wrap(new byte[] {record.get()}));
    }

    assertThat(readText(secure.server, 5)).isEqualTo("hello");
    close(secure);
  }

  @TreadleTest
  void aWriteCancelledBeforeARecordWasTouchedGoesFirstWithTheNext() throws IOException {
    var secure = secure(MemoryStream.pair(400), s -> s);
    write(secure.below.client(), "x".repeat(400));
    var from = ByteBuffer.wrap(ByteStreamContract.bytes("first"));

    assertThat(moveOnAfter(SECOND, () -> secure.client.write(from))).isFalse();

    assertThat(from.hasRemaining()).isFalse();
    assertThat(readText(secure.below.server(), 400)).hasSize(400);
    write(secure.client, " second");
    assertThat(readText(secure.server, 12)).isEqualTo("first second");
    close(secure);
  }

  @TreadleTest
  void aWriteCancelledInTheMiddleOfARecordBreaksTheStream() throws IOException {
    var secure = secure(MemoryStream.pair(20), s -> s);

    assertThat(moveOnAfter(SECOND, () -> write(secure.client, "hello"))).isFalse();

    assertThatThrownBy(() -> write(secure.client, "again"))
        .isInstanceOf(BrokenStreamException.class)
        .hasMessage("the stream is broken: a write was cancelled after 5 of 5 bytes");
    close(secure);
  }

  // --- The end

  @TreadleTest
  void anEndWithoutGoodbyeIsAFailureAgainAndAgain() throws IOException {
    var secure = secure();
    write(secure.client, "half of the truth");
    secure.below.client().close();

    assertThat(readText(secure.server, 17)).isEqualTo("half of the truth");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> readText(secure.server, 1))
          .isInstanceOf(TlsTruncatedException.class)
          .hasMessage(
              "the connection ended without a close_notify: what the other end sent may have been"
                  + " cut short");
    }
    close(secure);
  }

  @TreadleTest
  void anEndInTheMiddleOfARecordIsAFailure() throws IOException {
    var secure = secure();
    write(secure.below.client(), "\u0017\u0003\u0003\0@half");
    secure.below.client().close();

    assertThatThrownBy(() -> readText(secure.server, 1)).isInstanceOf(TlsTruncatedException.class);
    close(secure);
  }

  @TreadleTest
  void anEndWithoutGoodbyeMayBeTolerated() throws IOException {
    var secure = secure(MemoryStream.pair(), s -> s.withTruncationTolerated(true));
    secure.below.client().close();

    assertThat(readToEnd(secure.server)).isEmpty();
    close(secure);
  }

  @TreadleTest
  void withTls12ThereIsNoHalfClose() throws IOException {
    var secure = secure(MemoryStream.pair(), s -> s.withVersions(TlsVersion.TLS_1_2));
    write(secure.client, "all");
    secure.client.shutdownOutput();

    assertThat(readToEnd(secure.server)).asString().isEqualTo("all");

    assertThatThrownBy(() -> write(secure.server, "answer"))
        .isInstanceOf(IOException.class)
        .hasMessage("nothing can be written any more: the other end has closed the connection");
    close(secure);
  }

  @TreadleTest
  void withTls12BytesGoBothWays() throws IOException {
    var secure = secure(MemoryStream.pair(), s -> s.withVersions(TlsVersion.TLS_1_2));
    write(secure.client, "ping");
    assertThat(readText(secure.server, 4)).isEqualTo("ping");
    write(secure.server, "pong");

    assertThat(readText(secure.client, 4)).isEqualTo("pong");
    close(secure);
  }

  // --- Closing

  @TreadleTest
  void closeWaitsForTheOthersGoodbye(Simulation simulation) throws IOException {
    var secure = secure();
    TaskGroup.run(group -> {
      var closing = group.start(() -> secure.client.close());
      sleep(Duration.ofMillis(500));
      assertThat(closing.isDone()).isFalse();

      secure.server.close();
      closing.await();
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(500));
  }

  @TreadleTest
  void closeDoesNotWaitForEver(Simulation simulation) throws IOException {
    var secure = secure();

    secure.client.close();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThatThrownBy(() -> secure.below.client().localAddress())
        .isInstanceOf(ClosedChannelException.class);
    assertThat(readToEnd(secure.server)).isEmpty();
    close(secure);
  }

  @TreadleTest
  void closeReadsTicketsButNotWhatIsSaid(Simulation simulation) throws IOException {
    var secure = secure();
    write(secure.server, "unread");

    secure.client.close();

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ZERO);
    close(secure);
  }

  @TreadleTest
  void closeInACancelledTaskSaysGoodbyeAndDoesNotWait(Simulation simulation) throws IOException {
    var secure = secure();
    CancelScope.run(scope -> {
      scope.cancel("enough");
      secure.client.close();
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ZERO);
    assertThat(readToEnd(secure.server)).isEmpty();
    close(secure);
  }

  @TreadleTest
  void closeThatIsCancelledMeanwhileWaitsNoLonger(Simulation simulation) throws IOException {
    var secure = secure();
    var half = SECOND.dividedBy(2);

    boolean ended =
        moveOnAfter(
            half,
            () -> {
              secure.client.close();
              sleep(SECOND);
            });

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(half);
    assertThat(readToEnd(secure.server)).isEmpty();
    close(secure);
  }

  @TreadleTest
  void closeNeedNotWaitForTheOthersGoodbye(Simulation simulation) throws IOException {
    var secure = secure(MemoryStream.pair(), s -> s.withCloseWait(Duration.ZERO));

    secure.client.close();

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ZERO);
    assertThat(readToEnd(secure.server)).isEmpty();
    close(secure);
  }

  @TreadleTest
  void closeWithoutRoomForAGoodbyeEndsAllTheSame(Simulation simulation) throws IOException {
    var secure = secure(MemoryStream.pair(10), s -> s);

    secure.client.close();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThatThrownBy(() -> readText(secure.server, 1)).isInstanceOf(TlsTruncatedException.class);
    close(secure);
  }

  @TreadleTest
  void closeWhileSomebodyWritesDoesNotWait(Simulation simulation) throws IOException {
    var secure = secure();
    TaskGroup.run(group -> {
      var writer =
          group.start(
              () -> catchThrowable(() -> secure.client.write(ByteBuffer.allocate(1_000_000))));
      simulation.awaitBlocked();

      secure.client.close();

      assertThat(writer.await()).isInstanceOf(ClosedChannelException.class);
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ZERO);
    close(secure);
  }

  // --- What must not be

  @TreadleTest
  void whatIsNoRecordIsRefused() throws IOException {
    var secure = secure();
    write(secure.below.client(), "GET / HTTP/1.1\r\n\r\n");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> readText(secure.server, 1))
          .isInstanceOf(TlsException.class)
          .hasMessage("expected TLS, found something else that begins with 'GET / HTTP/1.1..'");
    }
    assertThatThrownBy(() -> write(secure.server, "x")).isInstanceOf(TlsException.class);
    secure.server.close();
    assertThatThrownBy(() -> readText(secure.client, 1)).isInstanceOf(TlsTruncatedException.class);
    close(secure);
  }

  @TreadleTest
  void aRecordThatWasChangedIsRefused() throws IOException {
    var secure = secure();
    secure
        .below
        .client()
        .write(ByteBuffer.allocate(5 + 40).put(new byte[] {23, 3, 3, 0, 40}).rewind());

    assertThatThrownBy(() -> readText(secure.server, 1))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith("TLS failed: ");
    assertThatThrownBy(() -> readText(secure.client, 1))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "the other end refused: it could not make sense of what we sent (alert"
                + " bad_record_mac)");
    close(secure);
  }

  @TreadleTest
  void aRecordLongerThanTlsAllowsIsRefusedWithoutWaitingForIt() throws IOException {
    var secure = secure();
    secure.below.client().write(ByteBuffer.wrap(new byte[] {23, 3, 3, 127, 127}));

    assertThatThrownBy(() -> readText(secure.server, 1))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith("TLS failed: Input record too big: ");
    close(secure);
  }
}
