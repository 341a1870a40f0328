package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.Body;
import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [ByteStream] must do, as a test class to extend: once for each kind of stream, under
/// `@Simulated` or in real time.
public abstract class ByteStreamContract extends AbortContract {

  /// For subclasses.
  protected ByteStreamContract() {}

  // --- Bytes

  @Test
  void bytesArriveInOrderHoweverMany() throws IOException {
    var ends = opened();
    var bytes = random(MANY);

    var arrived =
        gather(() -> send(ends.client(), bytes), () -> readToEnd(ends.server()), (_, got) -> got);

    assertThat(arrived).isEqualTo(bytes);
  }

  @Test
  void bytesGoBothWaysAtOnce() throws IOException {
    var ends = opened();
    var there = random(MANY);
    var back = random(MANY / 2);

    var arrived =
        gather(
            List.<Body<byte[], IOException>>of(
                () -> send(ends.client(), there),
                () -> send(ends.server(), back),
                () -> readToEnd(ends.server()),
                () -> readToEnd(ends.client())));

    assertThat(arrived.get(2)).isEqualTo(there);
    assertThat(arrived.get(3)).isEqualTo(back);
  }

  @Test
  void readReturnsWhatIsHereAndDoesNotWaitForMore() throws IOException {
    var ends = opened();
    write(ends.client(), "abc");
    var into = ByteBuffer.allocate(100);

    int read = ends.server().read(into);

    assertThat(read).isBetween(1, 3);
    assertThat(into.position()).isEqualTo(read);
  }

  @Test
  void tryReadTakesWhatIsHereAndNeverWaits() throws IOException {
    var ends = opened();
    var into = ByteBuffer.allocate(100);
    assertThat(ends.server().tryRead(into)).isZero();

    write(ends.client(), "abc");
    int first = ends.server().read(into.limit(1));
    int rest = 0;
    while (first + rest < 3) {
      rest += ends.server().tryRead(into.limit(100));
      sleep(Duration.ofMillis(1));
    }

    assertThat(into.array()).startsWith('a', 'b', 'c', 0);
    assertThat(ends.server().tryRead(into)).isZero();
  }

  @Test
  void tryReadSaysThatTheOtherEndHasGone() throws IOException {
    var ends = opened();
    write(ends.client(), "x");
    ends.client().shutdownOutput();

    assertThat(readText(ends.server(), 1)).isEqualTo("x");
    assertThat(ends.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(ends.server().tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
    ends.server().close();
    assertClosed(() -> ends.server().tryRead(ByteBuffer.allocate(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ends.client().tryRead(ByteBuffer.allocate(0)));
  }

  @Test
  void tryReadIsNoWait() throws IOException {
    var ends = opened();
    write(ends.client(), "x");
    var one = ByteBuffer.allocate(1);

    boolean ended =
        CancelScope.run(scope -> {
          ends.server().read(one.clear());
          scope.cancel("not to be waited for");
          assertThat(ends.server().tryRead(one.clear())).isZero();
        });

    assertThat(ended).isTrue();
  }

  @Test
  void readMovesNoMoreThanHasRoom() throws IOException {
    var ends = opened();
    write(ends.client(), "abcdef");
    var into = ByteBuffer.allocate(10).position(3).limit(5);

    while (into.hasRemaining()) {
      ends.server().read(into);
    }

    assertThat(into.array()).startsWith(0, 0, 0, 'a', 'b', 0);
    assertThat(readText(ends.server(), 4)).isEqualTo("cdef");
  }

  @Test
  void readWaitsForTheFirstByte() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var reader = group.start(() -> readText(ends.server(), 1));
      sleep(SHORT);
      assertThat(reader.isDone()).isFalse();

      write(ends.client(), "x");

      assertThat(reader.await()).isEqualTo("x");
    });
  }

  @Test
  void buffersOfAllKindsWork() throws IOException {
    var ends = opened();
    var direct = ByteBuffer.allocateDirect(4).put(bytes("abcd")).flip();
    var readOnly = ByteBuffer.wrap(bytes("..efgh..")).position(2).limit(6).asReadOnlyBuffer();
    var slice = ByteBuffer.wrap(bytes("..ijkl..")).slice(2, 4);

    ends.client().write(direct);
    ends.client().write(readOnly);
    ends.client().write(slice);

    var into = ByteBuffer.allocateDirect(20).position(4).slice().limit(12);
    while (into.hasRemaining()) {
      ends.server().read(into);
    }
    assertThat(StandardCharsets.US_ASCII.decode(into.flip()).toString()).isEqualTo("abcdefghijkl");
  }

  @Test
  void writeTakesTheWholeBuffer() throws IOException {
    var ends = opened();
    var from = ByteBuffer.wrap(bytes("abc"));

    ends.client().write(from);

    assertThat(from.hasRemaining()).isFalse();
  }

  @Test
  void writeOfNothingSendsNothing() throws IOException {
    var ends = opened();

    ends.client().write(ByteBuffer.allocate(0));
    write(ends.client(), "x");

    assertThat(readText(ends.server(), 1)).isEqualTo("x");
  }

  @Test
  void writeWaitsForRoom() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var writer = group.start(() -> send(ends.client(), random(4 * MANY)));
      sleep(SHORT);
      assertThat(writer.isDone()).isFalse();

      assertThat(readToEnd(ends.server())).hasSize(4 * MANY);
    });
  }

  @Test
  void readWithoutRoomIsAMistake() throws IOException {
    var ends = opened();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ends.client().read(ByteBuffer.allocate(0)));
  }

  // --- Addresses

  @Test
  void bothEndsAgreeOnTheirAddresses() throws IOException {
    var ends = opened();

    assertThat(ends.client().localAddress()).isEqualTo(ends.server().remoteAddress());
    assertThat(ends.server().localAddress()).isEqualTo(ends.client().remoteAddress());
  }

  // --- The end

  @Test
  void shutdownOutputEndsTheOthersInputAfterAllBytes() throws IOException {
    var ends = opened();
    write(ends.client(), "last words");

    ends.client().shutdownOutput();

    assertThat(text(readToEnd(ends.server()))).isEqualTo("last words");
  }

  @Test
  void shutdownOutputWakesWhoeverReadsAtTheOtherEnd() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var reader = group.start(() -> ends.server().read(ByteBuffer.allocate(1)));
      sleep(SHORT);

      ends.client().shutdownOutput();

      assertThat(reader.await()).isEqualTo(-1);
    });
  }

  @Test
  void afterShutdownOutputReadingGoesOn() throws IOException {
    var ends = opened();
    ends.client().shutdownOutput();
    readToEnd(ends.server());

    write(ends.server(), "answer");

    assertThat(readText(ends.client(), 6)).isEqualTo("answer");
  }

  @Test
  void shutdownOutputTwiceIsOnce() throws IOException {
    var ends = opened();

    ends.client().shutdownOutput();
    ends.client().shutdownOutput();

    assertThat(readToEnd(ends.server())).isEmpty();
  }

  @Test
  void writeAfterShutdownOutputFails() throws IOException {
    var ends = opened();
    ends.client().shutdownOutput();

    assertThatThrownBy(() -> write(ends.client(), "x")).isInstanceOf(IOException.class);
  }

  @Test
  void theEndIsReadAgainAndAgain() throws IOException {
    var ends = opened();
    ends.client().shutdownOutput();

    assertThat(ends.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(ends.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  // --- Closing

  @Test
  void closeDeliversWhatWasWritten() throws IOException {
    var ends = opened();
    write(ends.client(), "goodbye");

    var read =
        gather(() -> close(ends.client()), () -> readToEnd(ends.server()), (_, bytes) -> bytes);

    assertThat(text(read)).isEqualTo("goodbye");
  }

  @Test
  void closedEndRefusesEverythingButToBeClosed() throws IOException {
    var client = opened().client();
    client.close();
    client.close();

    assertClosed(() -> client.read(ByteBuffer.allocate(1)));
    assertClosed(() -> write(client, "x"));
    assertClosed(client::shutdownOutput);
    assertClosed(client::localAddress);
    assertClosed(client::remoteAddress);
  }

  @Test
  void closeWakesWhoeverReadsHere() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var reader =
          group.start(() -> catchThrowable(() -> ends.client().read(ByteBuffer.allocate(1))));
      sleep(SHORT);

      ends.client().close();

      assertThat(reader.await()).isInstanceOf(ClosedChannelException.class);
    });
  }

  @Test
  void closeWakesWhoeverWritesHere() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var writer = group.start(() -> catchThrowable(() -> writeMany(ends.client())));
      sleep(SHORT);

      ends.client().close();

      assertThat(writer.await()).isInstanceOf(ClosedChannelException.class);
    });
  }

  @Test
  void closeOfTheOtherEndWakesWhoeverReads() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var reader = group.start(() -> ends.client().read(ByteBuffer.allocate(1)));
      sleep(SHORT);

      ends.server().close();

      assertThat(reader.await()).isEqualTo(-1);
    });
  }

  @Test
  void closeOfTheOtherEndWakesWhoeverWrites() throws IOException {
    var ends = opened();
    TaskGroup.run(group -> {
      var writer = group.start(() -> catchThrowable(() -> writeMany(ends.client())));
      sleep(SHORT);

      ends.server().close();

      assertThat(writer.await())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
    });
  }

  @Test
  void closeInACancelledTaskThrowsNothing() throws IOException {
    var ends = opened();

    boolean whole =
        CancelScope.run(scope -> {
          scope.cancel("enough");
          ends.client().close();
        });

    assertThat(whole).isTrue();
    assertThat(readToEnd(ends.server())).isEmpty();
  }

  // --- Cancellation

  @Test
  void aReadThatTimesOutTakesNothingHoweverOften() throws IOException {
    var ends = opened();
    for (int i = 0; i < 3; i++) {
      assertThat(moveOnAfter(SHORT, () -> ends.server().read(ByteBuffer.allocate(9)))).isEmpty();
    }

    write(ends.client(), "still here");

    assertThat(readText(ends.server(), 10)).isEqualTo("still here");
    write(ends.server(), "and back");
    assertThat(readText(ends.client(), 8)).isEqualTo("and back");
  }

  @Test
  void aCancelledTaskNeitherReadsNorWritesEvenIfItNeedNotWait() throws IOException {
    var ends = opened();
    write(ends.client(), "a");
    assertCancelled(() -> readText(ends.server(), 1));
    assertCancelled(() -> write(ends.client(), "x"));
    write(ends.client(), "b");

    assertThat(readText(ends.server(), 2)).isEqualTo("ab");
  }

  private static void assertCancelled(ThrowingCallable wait) {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(wait)).isInstanceOf(Cancelled.class);
    });
  }

  @Test
  void aWriteCancelledMidwayBreaksTheStream() throws IOException {
    var ends = opened();
    var from = ByteBuffer.allocate(4 * MANY);

    boolean whole = moveOnAfter(SHORT, () -> ends.client().write(from));

    assertThat(whole).isFalse();
    assertThat(from.position()).isBetween(1, from.limit() - 1);
    assertBroken(from, () -> write(ends.client(), "x"));
    assertBroken(from, () -> ends.client().read(ByteBuffer.allocate(1)));
    assertBroken(from, () -> ends.client().shutdownOutput());
  }

  private static void assertBroken(ByteBuffer from, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(BrokenStreamException.class)
        .hasMessage(
            "the stream is broken: a write was cancelled after %d of %d bytes"
                .formatted(from.position(), from.limit()));
  }

  @Test
  void aWriteCancelledBeforeItsFirstByteLeavesTheStreamUsable() throws IOException {
    if (!sendsBytesAsTheyAre()) {
      return;
    }
    var ends = opened();
    int written = 0;
    while (moveOnAfter(SHORT, () -> write(ends.client(), "x"))) {
      written++;
    }

    readText(ends.server(), written);
    write(ends.client(), "y");

    assertThat(readText(ends.server(), 1)).isEqualTo("y");
  }
}
