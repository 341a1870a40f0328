package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.io.ByteStreamContract.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteReaderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MemoryStream.Pair pair = MemoryStream.pair();
  private final ByteReader reader = ByteReader.of(pair.server(), 4);

  @AfterEach
  void close() {
    pair.close();
  }

  private void arrives(String text) throws IOException {
    write(pair.client(), text);
  }

  private void arrivesAndEnds(String text) throws IOException {
    arrives(text);
    pair.client().shutdownOutput();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertEnds(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(EOFException.class).hasMessage(message);
  }

  private static void assertTooLong(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(LimitExceededException.class).hasMessage(message);
  }

  // --- Exact lengths

  @TreadleTest
  void exactlySoManyBytesAreRead() throws IOException {
    arrives("abcdefghi");

    assertThat(reader.readExactly(0)).isEmpty();
    assertThat(reader.readExactly(2)).asString().isEqualTo("ab");
    assertThat(reader.readExactly(7)).asString().isEqualTo("cdefghi");
  }

  @TreadleTest
  void anEndBeforeThatSaysHowManyOfHowManyCame() throws IOException {
    arrivesAndEnds("abc");

    assertEnds(() -> reader.readExactly(5), "expected 5 bytes, but the stream ended after 3");

    assertThat(reader.readExactly(3)).asString().isEqualTo("abc");
    assertEnds(() -> reader.readExactly(1), "expected 1 bytes, but the stream ended after 0");
  }

  @TreadleTest
  void bytesAreReadOneByOne() throws IOException {
    arrivesAndEnds("\u00ff");

    assertThat(reader.readByte()).isEqualTo(0xc3);
    assertThat(reader.readByte()).isEqualTo(0xbf);
    assertThat(reader.readByte()).isEqualTo(-1);
    assertThat(reader.readByte()).isEqualTo(-1);
  }

  @TreadleTest
  void skippedBytesAreNotKept() throws IOException {
    arrivesAndEnds("abcdefghijklmno");

    reader.skip(0);
    reader.skip(12);

    assertThat(reader.readByte()).isEqualTo('m');
    assertThat(reader.buffered().capacity()).isEqualTo(4);
    assertEnds(() -> reader.skip(9), "expected 9 bytes, but the stream ended after 2");
  }

  @TreadleTest
  void everythingIsReadUpToTheEnd() throws IOException {
    arrivesAndEnds("abcdefghij");

    assertThat(reader.readAll(10)).asString().isEqualTo("abcdefghij");
    assertThat(reader.readAll(0)).isEmpty();
  }

  @TreadleTest
  void everythingIsTooMuchWhenItDoesNotEnd() throws IOException {
    arrives("abcdefghijk");

    assertTooLong(() -> reader.readAll(10), "what there is is longer than the limit of 10 bytes");

    assertThat(reader.readExactly(11)).asString().isEqualTo("abcdefghijk");
  }

  // --- Delimiters

  @TreadleTest
  void theDelimiterIsConsumedAndNotReturned() throws IOException {
    arrives("one::two::::");

    assertThat(reader.readUntil(bytes("::"), 10)).asString().isEqualTo("one");
    assertThat(reader.readUntil(bytes("::"), 10)).asString().isEqualTo("two");
    assertThat(reader.readUntil(bytes("::"), 10)).isEmpty();
    assertThat(reader.buffered().hasRemaining()).isFalse();
  }

  @TreadleTest
  void theDelimiterIsFoundHoweverItIsCut() {
    TaskGroup.run(group -> {
      var found = group.start(() -> requireNonNull(reader.readUntil(bytes("aab"), 10)));
      for (var piece : List.of("a", "a", "a", "a", "b")) {
        arrives(piece);
        sleep(SECOND);
      }

      assertThat(found.await()).asString().isEqualTo("aa");
    });
  }

  @TreadleTest
  void asManyBytesAsTheLimitSaysMayBeBeforeTheDelimiter() throws IOException {
    arrives("12345;;");

    assertThat(reader.readUntil(bytes(";;"), 5)).asString().isEqualTo("12345");
  }

  @TreadleTest
  void moreThanTheLimitBeforeTheDelimiterIsAFailureThatTakesNothing() throws IOException {
    arrives("123456;;");

    for (int i = 0; i < 2; i++) {
      assertTooLong(
          () -> reader.readUntil(bytes(";;"), 5),
          "what is delimited is longer than the limit of 5 bytes");
    }

    assertThat(reader.readUntil(bytes(";;"), 6)).asString().isEqualTo("123456");
  }

  @TreadleTest
  void theLimitIsNoticedWithoutWaitingForTheDelimiter() throws IOException {
    arrives("1234567");

    assertTooLong(
        () -> reader.readUntil(bytes(";;"), 5),
        "what is delimited is longer than the limit of 5 bytes");
  }

  @TreadleTest
  void anEndAtTheBoundaryIsNullAndAnEndInTheMiddleIsAFailure() throws IOException {
    arrivesAndEnds("a;bc");

    assertThat(reader.readUntil(bytes(";"), 5)).asString().isEqualTo("a");
    assertEnds(
        () -> reader.readUntil(bytes(";"), 5),
        "expected a delimiter, but the stream ended 2 bytes after the last one");
    reader.skip(2);
    assertThat(reader.readUntil(bytes(";"), 5)).isNull();
  }

  // --- Lines

  @TreadleTest
  void linesEndWithLfOrCrLf() throws IOException {
    arrivesAndEnds("one\ntwo\r\n\r\n\nfi\rve\n");

    assertThat(reader.readLine(9)).isEqualTo("one");
    assertThat(reader.readLine(9)).isEqualTo("two");
    assertThat(reader.readLine(9)).isEmpty();
    assertThat(reader.readLine(9)).isEmpty();
    assertThat(reader.readLine(9)).isEqualTo("fi\rve");
    assertThat(reader.readLine(9)).isNull();
  }

  @TreadleTest
  void theLimitOfALineDoesNotCountItsEnd() throws IOException {
    arrives("12345\r\n12345\n123456\n");

    assertThat(reader.readLine(5)).isEqualTo("12345");
    assertThat(reader.readLine(5)).isEqualTo("12345");
    assertTooLong(() -> reader.readLine(5), "a line is longer than the limit of 5 bytes");
    assertThat(reader.readLine(6)).isEqualTo("123456");
  }

  @TreadleTest
  void aLineThatDoesNotEndIsNoLine() throws IOException {
    arrivesAndEnds("one\ntw");

    assertThat(reader.readLine(9)).isEqualTo("one");
    assertEnds(
        () -> reader.readLine(9),
        "expected a delimiter, but the stream ended 2 bytes after the last one");
  }

  @TreadleTest
  void linesAreUtf8UnlessSaidOtherwise() throws IOException {
    arrives("\u20ac\n");
    pair.client().write(ByteBuffer.wrap(new byte[] {'c', (byte) 0xe9, '\n'}));

    assertThat(reader.readLine(9)).isEqualTo("\u20ac");
    assertThat(reader.readLine(9, StandardCharsets.ISO_8859_1)).isEqualTo("c\u00e9");
  }

  @TreadleTest
  void bytesThatAreNoTextAreAFailure() throws IOException {
    pair.client().write(ByteBuffer.wrap(new byte[] {'c', (byte) 0xe9, 'e', '\n', 'x', '\n'}));

    assertThatThrownBy(() -> reader.readLine(9))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("expected a line in UTF-8, found other bytes at 1 of 3");
    assertThat(reader.readLine(9)).isEqualTo("x");
  }

  // --- What is buffered

  @TreadleTest
  void whatIsBufferedComesFirstAndIsEnough() throws IOException {
    arrives("abcdef");
    reader.readByte();
    var into = ByteBuffer.allocate(2);

    assertThat(reader.read(into)).isEqualTo(2);
    assertThat(reader.read(into.clear())).isEqualTo(1);
    assertThat(reader.read(into.clear())).isEqualTo(2);

    assertThat(into.array()).asString().isEqualTo("ef");
  }

  @TreadleTest
  void codeThatParsesConsumesWhatItTakes() throws IOException {
    arrives("abc");
    assertThat(reader.fill(9)).isTrue();

    assertThat(reader.buffered().get()).isEqualTo((byte) 'a');

    assertThat(reader.buffered().remaining()).isEqualTo(2);
    assertThat(reader.readExactly(2)).asString().isEqualTo("bc");
  }

  @TreadleTest
  void fillAppendsAndGrowsUpToTheLimit() throws IOException {
    arrivesAndEnds("abcdefghijk");
    reader.readByte();
    while (reader.buffered().remaining() < 10) {
      assertThat(reader.fill(10)).isTrue();
    }

    assertTooLong(() -> reader.fill(10), "what is buffered is longer than the limit of 10 bytes");
    assertThat(reader.fill(11)).isFalse();
    assertThat(reader.readExactly(10)).asString().isEqualTo("bcdefghijk");
  }

  @TreadleTest
  void memoryForSomethingLongIsNotKept() throws IOException {
    arrives("x".repeat(1000) + "y");
    reader.readExactly(1000);
    assertThat(reader.buffered().capacity()).isGreaterThan(900);

    reader.skip(1);
    arrives("z");
    reader.readByte();

    assertThat(reader.buffered().capacity()).isEqualTo(4);
  }

  // --- Cancellation

  @TreadleTest
  void whatWasBufferedStaysWhenAWaitIsCancelled() throws IOException {
    arrives("abc");

    assertThat(moveOnAfter(SECOND, () -> reader.readExactly(6))).isEmpty();
    assertThat(moveOnAfter(SECOND, () -> requireNonNull(reader.readUntil(bytes(";"), 9))))
        .isEmpty();
    assertThat(moveOnAfter(SECOND, () -> requireNonNull(reader.readLine(9)))).isEmpty();
    assertThat(moveOnAfter(SECOND, () -> reader.readAll(9))).isEmpty();
    assertThat(moveOnAfter(SECOND, () -> reader.fill(9))).isEmpty();

    arrives("def");
    assertThat(reader.readExactly(6)).asString().isEqualTo("abcdef");
  }

  @TreadleTest(explore = 1_000)
  void nothingIsLostWheneverAWaitIsCancelled() throws IOException {
    var lines = new AtomicInteger();
    TaskGroup.run(group -> {
      var reading =
          group.start(() -> {
            while (true) {
              assertThat(reader.readLine(9)).isEqualTo("line " + lines.get());
              lines.incrementAndGet();
            }
          });
      group.start(() -> {
        for (int i = 0; i < 3; i++) {
          arrives("lin");
          arrives("e " + i + "\r");
          arrives("\n");
        }
      });
      group.start(() -> reading.cancel("enough"));
    });
    pair.client().shutdownOutput();

    while (lines.get() < 3) {
      assertThat(reader.readLine(9)).isEqualTo("line " + lines.getAndIncrement());
    }
    assertThat(reader.readLine(9)).isNull();
  }

  // --- Anything at all

  @TreadleTest
  void whateverComesInWhateverPiecesIsReadAsItIs() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(40); left > 0; left--) {
        text.append("aab;\r\n".charAt(random.nextInt(6)));
      }
      try (var own = MemoryStream.pair(1 + random.nextInt(8))) {
        var strange = ByteReader.of(own.server(), 1 + random.nextInt(8));
        gather(
            () -> ByteStreamContract.send(own.client(), bytes(text.toString())),
            () -> readAsModelled(strange, text, random),
            (_, _) -> "done");
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", text '" + text + "'", e);
      }
    }
  }

  /// Reads what is in `left` in one way or another, and compares it with the plain text.
  private static boolean readAsModelled(ByteReader strange, StringBuilder left, Random random)
      throws IOException {
    for (boolean failed = false; !failed; ) {
      int limit = random.nextInt(12);
      var expected = new Model(left, limit);
      var found =
          switch (random.nextInt(3)) {
            case 0 -> expected.line(orFailure(() -> strange.readLine(limit)));
            case 1 -> expected.until(";a", orFailure(() -> strange.readUntil(bytes(";a"), limit)));
            default -> expected.exactly(orFailure(() -> strange.readExactly(limit)));
          };
      failed = !found;
    }
    assertThat(strange.readAll(100)).asString().isEqualTo(left.toString());
    return true;
  }

  private interface Read {
    @Nullable Object run() throws IOException;
  }

  private static @Nullable Object orFailure(Read read) throws IOException {
    try {
      var found = read.run();
      return found instanceof byte[] some ? new String(some, StandardCharsets.UTF_8) : found;
    } catch (LimitExceededException | EOFException e) {
      return e;
    }
  }

  /// What there is to read, and how it must be read.
  private record Model(StringBuilder left, int limit) {

    boolean line(@Nullable Object found) {
      int at = left.indexOf("\n");
      int length = at > 0 && left.charAt(at - 1) == '\r' ? at - 1 : at;
      return delimited(at, length, 1, limit + 2, found);
    }

    boolean until(String delimiter, @Nullable Object found) {
      int at = left.indexOf(delimiter);
      return delimited(at, at, delimiter.length(), limit + delimiter.length(), found);
    }

    private boolean delimited(int at, int length, int delimiter, int most, @Nullable Object found) {
      if (length > limit || (at < 0 && left.length() >= most)) {
        assertThat(found).isInstanceOf(LimitExceededException.class);
        return false;
      }
      if (at < 0) {
        if (left.isEmpty()) {
          assertThat(found).isNull();
        } else {
          assertThat(found).isInstanceOf(EOFException.class);
        }
        return false;
      }
      assertThat(found).isEqualTo(left.substring(0, length));
      left.delete(0, at + delimiter);
      return true;
    }

    boolean exactly(@Nullable Object found) {
      if (left.length() < limit) {
        assertThat(found).isInstanceOf(EOFException.class);
        return false;
      }
      assertThat(found).isEqualTo(left.substring(0, limit));
      left.delete(0, limit);
      return true;
    }
  }

  // --- Mistakes

  @Test
  void impossibleNumbersAreRefused() {
    assertRefused(() -> ByteReader.of(pair.server(), 0), "capacity: expected at least 1, found 0");
    assertRefused(() -> reader.readExactly(-1), "count: expected at least 0, found -1");
    assertRefused(() -> reader.skip(-1), "count: expected at least 0, found -1");
    assertRefused(() -> reader.readLine(-1), "limit: expected at least 0, found -1");
    assertRefused(() -> reader.readAll(-1), "limit: expected at least 0, found -1");
    assertRefused(() -> reader.fill(0), "limit: expected at least 1, found 0");
    assertRefused(() -> reader.readUntil(new byte[1], -1), "limit: expected at least 0, found -1");
    assertRefused(
        () -> reader.readUntil(new byte[0], 1),
        "delimiter: expected one byte at least, found none");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @TreadleTest
  void itSaysWhatItReads() throws IOException {
    arrives("abc");
    reader.readByte();

    assertThat(reader.stream()).isSameAs(pair.server());
    assertThat(reader).hasToString("reader of memory:server (2 bytes buffered)");
  }
}
