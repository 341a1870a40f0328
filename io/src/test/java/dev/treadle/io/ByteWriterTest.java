package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.readToEnd;
import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteWriterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MemoryStream.Pair pair = MemoryStream.pair(10);
  private final ByteWriter writer = ByteWriter.of(pair.client(), 8);

  @AfterEach
  void close() {
    pair.close();
  }

  // --- Collecting

  @TreadleTest
  void nothingIsWrittenBeforeItIsFlushed() throws IOException {
    writer.writeAscii("abc");
    assertThat(writer.buffered()).isEqualTo(3);
    assertThat(moveOnAfter(SECOND, () -> readText(pair.server(), 1))).isEmpty();

    writer.flush();

    assertThat(writer.buffered()).isZero();
    assertThat(readText(pair.server(), 3)).isEqualTo("abc");
  }

  @TreadleTest
  void flushOfNothingWritesNothing() throws IOException {
    writer.flush();

    assertThat(moveOnAfter(SECOND, () -> readText(pair.server(), 1))).isEmpty();
  }

  @TreadleTest
  void whatDoesNotFitBesideTheRestFlushesTheRest() throws IOException {
    writer.writeAscii("12345");

    writer.writeAscii("6789");

    assertThat(readText(pair.server(), 5)).isEqualTo("12345");
    assertThat(writer.buffered()).isEqualTo(4);
  }

  @TreadleTest
  void whatIsLargerThanTheBufferGoesStraightToTheStreamInOrder() throws IOException {
    writer.writeAscii("1");

    writer.writeAscii("23456789a");

    assertThat(writer.buffered()).isZero();
    assertThat(readText(pair.server(), 10)).isEqualTo("123456789a");
  }

  @TreadleTest
  void numbersAreWrittenHighestByteFirst() throws IOException {
    var wide = ByteWriter.of(pair.client(), 15);
    wide.writeByte(0x1ff);
    wide.writeShort(0x10203);
    wide.writeInt(0x04050607);
    wide.flush();
    assertThat(ByteReader.of(pair.server()).readExactly(7)).containsExactly(0xff, 2, 3, 4, 5, 6, 7);

    wide.writeLong(0x08090a0b0c0d0e0fL);
    wide.flush();

    assertThat(ByteReader.of(pair.server()).readExactly(8))
        .containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
  }

  @TreadleTest
  void numbersFlushWhatLeavesNoRoomForThem() throws IOException {
    writer.writeAscii("12345");

    writer.writeLong(0x4142434445464748L);

    assertThat(readText(pair.server(), 5)).isEqualTo("12345");
    writer.flush();
    assertThat(readText(pair.server(), 8)).isEqualTo("ABCDEFGH");
  }

  @TreadleTest
  void textIsWrittenAsUtf8() throws IOException {
    writer.writeUtf8("\u20ac\ud800");
    writer.flush();

    assertThat(new String(ByteReader.of(pair.server()).readExactly(4), StandardCharsets.UTF_8))
        .isEqualTo("\u20ac?");
  }

  @TreadleTest
  void asciiIsAsciiOnly() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.writeAscii("caf\u00e9"))
        .withMessage("text: expected ASCII, found U+00E9 at 3");

    assertThat(writer.buffered()).isZero();
    writer.writeAscii("\0\u007f");
    assertThat(writer.buffered()).isEqualTo(2);
  }

  // --- Waiting

  @TreadleTest
  void whoeverAddsWaitsWhileTheOtherEndDoesNotRead(Simulation simulation) {
    TaskGroup.run(group -> {
      var adding =
          group.start(() -> {
            for (int i = 0; i < 100; i++) {
              writer.writeByte('x');
            }
            writer.flush();
          });
      simulation.awaitBlocked();

      assertThat(adding.isDone()).isFalse();
      assertThat(readText(pair.server(), 100)).isEqualTo("x".repeat(100));
    });
  }

  @TreadleTest
  void aPieceCancelledBeforeAByteWasTakenCanBeAddedAgain() throws IOException {
    write(pair.client(), "0123456789");
    writer.writeAscii("abcdefgh");

    assertThat(moveOnAfter(SECOND, () -> writer.writeAscii("ijk"))).isFalse();

    assertThat(writer.buffered()).isEqualTo(8);
    assertThat(readText(pair.server(), 10)).isEqualTo("0123456789");
    writer.writeAscii("ijk");
    assertThat(readText(pair.server(), 8)).isEqualTo("abcdefgh");
    writer.flush();
    assertThat(readText(pair.server(), 3)).isEqualTo("ijk");
  }

  @TreadleTest
  void aLargePieceCancelledBeforeAByteWasTakenCanBeAddedAgain() throws IOException {
    write(pair.client(), "0123456789");
    var piece = ByteBuffer.wrap("a large piece".getBytes(StandardCharsets.US_ASCII));

    assertThat(moveOnAfter(SECOND, () -> writer.write(piece))).isFalse();

    assertThat(piece.position()).isZero();
    assertThat(readText(pair.server(), 10)).isEqualTo("0123456789");
    TaskGroup.run(group -> {
      group.start(() -> writer.write(piece));
      assertThat(readText(pair.server(), 13)).isEqualTo("a large piece");
    });
  }

  @TreadleTest
  void aFlushCancelledMidwayBreaksTheStream() throws IOException {
    write(pair.client(), "01234567");
    writer.writeAscii("abcdefgh");

    assertThat(moveOnAfter(SECOND, () -> writer.flush())).isFalse();

    assertThat(writer.buffered()).isEqualTo(6);
    assertThatThrownBy(writer::flush)
        .isInstanceOf(BrokenStreamException.class)
        .hasMessage("the stream is broken: a write was cancelled after 2 of 8 bytes");
    assertThatThrownBy(() -> writer.writeAscii("more")).isInstanceOf(BrokenStreamException.class);
  }

  @TreadleTest(explore = 1_000)
  void whateverIsCancelledEachPieceArrivesOnceOrTheStreamIsBroken() throws IOException {
    var added = new AtomicInteger();
    TaskGroup.run(group -> {
      var adding =
          group.start(() -> {
            for (var piece : List.of("abcdefgh", "ijklmnop", "qrstuvwxyz")) {
              writer.writeAscii(piece);
              added.addAndGet(piece.length());
            }
          });
      group.start(() -> adding.cancel("enough"));
      group.startDaemon(() -> readText(pair.server(), 4));
    });

    var arrived =
        gather(
            () -> {
              try (var _ = pair.client()) {
                writer.flush();
                return added.get();
              } catch (BrokenStreamException e) {
                return -1;
              }
            },
            () -> readToEnd(pair.server()),
            (whole, bytes) -> new String(bytes, StandardCharsets.US_ASCII) + "/" + whole);

    var text = "abcdefghijklmnopqrstuvwxyz";
    int end = arrived.indexOf('/');
    int whole = Integer.parseInt(arrived.substring(end + 1));
    assertThat(text.substring(0, whole < 0 ? text.length() : whole))
        .contains(arrived.substring(0, end));
    if (whole >= 0) {
      assertThat(text.substring(0, whole)).endsWith(arrived.substring(0, end));
    }
  }

  @Test
  void capacityIsThatOfALongAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteWriter.of(pair.client(), 7))
        .withMessage("capacity: expected at least 8, found 7");
  }

  @TreadleTest
  void itSaysWhereItWrites() throws IOException {
    writer.writeAscii("abc");

    assertThat(writer).hasToString("writer to memory:client (3 bytes buffered)");
  }
}
