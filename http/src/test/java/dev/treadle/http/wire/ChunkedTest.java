package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedTest {

  private static final String LAST = "0\r\n\r\n";

  private static BodyDecoder decoder() {
    return BodyDecoder.of(BodyFraming.CHUNKED, MessageLimits.DEFAULT);
  }

  /// The content, which must have ended where the text does; the same when it comes byte by byte.
  private static String content(String chunks) throws HttpParseException {
    var whole = content(chunks, chunks.length());
    assertThat(content(chunks, 1)).isEqualTo(whole);
    return whole;
  }

  private static String content(String chunks, int piece) throws HttpParseException {
    var decoder = decoder();
    var out = ByteBuffer.allocate(1024);
    var bytes = Wire.bytes(chunks);
    for (int at = 0; at < bytes.length; at += piece) {
      assertThat(decoder.isDone()).isFalse();
      decoder.decode(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), out);
    }
    assertThat(decoder.isDone()).isTrue();
    return Wire.written(out);
  }

  private static void refused(String chunks, String message) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> content(chunks, chunks.length()))
        .withMessage(message)
        .satisfies(refused -> assertThat(refused.status()).isIn(400, 431));
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> content(chunks, 1))
        .withMessage(message);
  }

  @Test
  void chunksAreJoined() throws HttpParseException {
    assertThat(content("5\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n" + LAST))
        .isEqualTo("hello 0123456789");
    assertThat(content(LAST)).isEmpty();
    assertThat(content("b\r\nline\r\nline\r\r\n" + LAST)).isEqualTo("line\r\nline\r");
  }

  @Test
  void sizesMayHaveZerosInFront() throws HttpParseException {
    assertThat(content("00000005\r\nhello\r\n000\r\n\r\n")).isEqualTo("hello");
  }

  @Test
  void extensionsAreSkipped() throws HttpParseException {
    assertThat(content("5;a=b;c=\"d;e\"\r\nhello\r\n0;x\r\n\r\n")).isEqualTo("hello");
    assertThat(content("5; a = b\r\nhello\r\n" + LAST)).isEqualTo("hello");
  }

  @Test
  void whatIsBehindTheEndStays() throws HttpParseException {
    var in = Wire.buffer("1\r\nx\r\n0\r\nA: b\r\n\r\nGET /");
    var decoder = decoder();

    decoder.decode(in, ByteBuffer.allocate(10));

    assertThat(decoder.isDone()).isTrue();
    assertThat(in.remaining()).isEqualTo(5);
    assertThat(decoder.trailers()).isEqualTo(Headers.of("A", "b"));
  }

  @Test
  void theEndIsNoticedWithoutRoom() throws HttpParseException {
    var decoder = decoder();
    var out = ByteBuffer.allocate(1);

    decoder.decode(Wire.buffer("1\r\nx\r\n" + LAST), out);

    assertThat(decoder.isDone()).isTrue();
    assertThat(out.hasRemaining()).isFalse();
  }

  @Test
  void contentOfAChunkMayBeTakenPastTheDecoder() throws HttpParseException {
    var decoder = decoder();
    decoder.decode(Wire.buffer("ff\r\n"), ByteBuffer.allocate(0));

    assertThat(decoder.direct()).isEqualTo(255);
    decoder.tookDirectly(255);
    assertThat(decoder.direct()).isZero();
    decoder.decode(Wire.buffer("\r\n" + LAST), ByteBuffer.allocate(0));

    assertThat(decoder.isDone()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0x0D",
        "' 5' | 0x20",
        "'5 ' | 0x20",
        "'5\t' | 0x09",
        "+5 | +",
        "-5 | -",
        "0x5 | x",
        "5h | h",
        "g | g",
        ";a | ;",
        "5_0 | _",
      })
  void whatIsNoSizeIsRefused(String size, String found) {
    var shown = found.length() == 1 ? "'" + found + "'" : found;

    refused(size + "\r\nhello\r\n" + LAST, "expected the size of a chunk, found " + shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000000000000000",
        "ffffffffffffffff",
        "10000000000000005",
        "00000000000000005",
        "fffffffffffffffffffffffff"
      })
  void sizesDoNotOverflow(String size) {
    refused(
        size + "\r\nhello\r\n" + LAST,
        "expected a chunk of less than 2^63 bytes, found a longer size");
  }

  @Test
  void theLongestSizeIsTaken() throws HttpParseException {
    var decoder = decoder();
    decoder.decode(Wire.buffer("7fffffffffffffff\r\nx"), ByteBuffer.allocate(8));

    assertThat(decoder.direct()).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void lineEndsHaveTwoBytes() {
    refused("5\nhello\r\n" + LAST, "expected the size of a chunk, found 0x0A");
    refused("5\rhello\r\n" + LAST, "expected LF behind CR, found 'h'");
    refused("5\r\nhello\n" + LAST, "expected CR LF behind a chunk, found 0x0A");
    refused("5\r\nhello\r" + LAST, "expected LF behind CR, found '0'");
    refused("5\r\nhello0\r\n" + LAST, "expected CR LF behind a chunk, found '0'");
    refused("5\r\nhelloXX" + LAST, "expected CR LF behind a chunk, found 'X'");
    refused("0\r\n\n", "expected CR before LF, found LF alone");
    refused("0\n\r\n", "expected the size of a chunk, found 0x0A");
  }

  @Test
  void lineEndsInExtensionsAreRefused() {
    refused(
        "5;a\nhello\r\n" + LAST,
        "expected no control characters in a chunk's extension, found 0x0A");
    refused("5;a\rhello\r\n" + LAST, "expected LF behind CR, found 'h'");
    refused(
        "5;a=\"\n\"\r\nhello\r\n" + LAST,
        "expected no control characters in a chunk's extension, found 0x0A");
    refused(
        "5;\u0000\r\nhello\r\n" + LAST,
        "expected no control characters in a chunk's extension, found 0x00");
  }

  @Test
  void extensionsHaveALimitEachAndTogether() throws HttpParseException {
    var message = "expected chunk extensions of up to 256 bytes, and 4096 together, found more";
    var full = "1;" + "x".repeat(256) + "\r\n!\r\n";

    assertThat(content(full.repeat(16) + LAST)).hasSize(16);
    refused("1;" + "x".repeat(257) + "\r\n!\r\n" + LAST, message);
    refused(full.repeat(16) + "1;x\r\n!\r\n" + LAST, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length", "transfer-encoding", "HOST", "Trailer", "Authorization", "Set-Cookie",
        "Content-Type", "Content-Encoding", "Connection", "Expect", "Range", "If-Match"
      })
  void trailersMustNotChangeTheHead(String name) {
    refused(
        "0\r\n" + name + ": 5\r\n\r\n",
        "expected trailers that change nothing of the head, found one that does");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkedEncoder.finish(ByteBuffer.allocate(99), Headers.of(name, "5")))
        .withMessage(
            "trailers: expected fields that may come behind the content, found '%s'", name);
  }

  @Test
  void trailersHaveLimits() {
    var limits = new MessageLimits(100, 20, 1);
    var many = BodyDecoder.of(BodyFraming.CHUNKED, limits);
    var large = BodyDecoder.of(BodyFraming.CHUNKED, limits);

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> many.skip(Wire.buffer("0\r\nA: b\r\nB: c\r\n\r\n")))
        .withMessage("expected at most 1 fields, found more");
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> large.skip(Wire.buffer("0\r\nA: " + "b".repeat(20) + "\r\n\r\n")))
        .withMessage("expected at most 20 bytes of fields, found more");
  }

  @Test
  void missingChunksAreToldOf() throws HttpParseException {
    var decoder = decoder();
    decoder.skip(Wire.buffer("5\r\nhello\r\n0\r\n"));

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(decoder::connectionEnded)
        .withMessage("expected more chunks, found the end of the connection");
  }

  @Test
  void whatIsWrittenIsReadBack() throws HttpParseException {
    for (int size : new int[] {1, 15, 16, 255, 256, 4095, 4096, 65_536}) {
      var out = ByteBuffer.allocate(size + 64);
      ChunkedEncoder.begin(out, size);
      out.put("x".repeat(size).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      ChunkedEncoder.end(out);
      ChunkedEncoder.finish(out, Headers.of("Digest", "abc"));
      var decoder = decoder();

      assertThat(decoder.skip(out.flip())).isEqualTo(size);

      assertThat(decoder.isDone()).isTrue();
      assertThat(decoder.trailers()).isEqualTo(Headers.of("Digest", "abc"));
    }
  }

  @Test
  void aChunkMayBeBegunWhenItIsThere() throws HttpParseException {
    var out = ByteBuffer.allocate(64);
    out.position(ChunkedEncoder.BEGIN_SIZE).put(Wire.bytes("hello"));
    ChunkedEncoder.beginAt(out, 0, 5);
    ChunkedEncoder.end(out);
    ChunkedEncoder.finish(out, Headers.empty());

    assertThat(Wire.written(out)).isEqualTo("00000005\r\nhello\r\n0\r\n\r\n");
    assertThat(content(Wire.written(out))).isEqualTo("hello");
  }

  @Test
  void theEndTakesAsMuchRoomAsItSays() {
    var trailers = Headers.of("A", "b", "Digest", "abc");
    var out = ByteBuffer.allocate(ChunkedEncoder.finishSize(trailers));

    ChunkedEncoder.finish(out, trailers);

    assertThat(out.hasRemaining()).isFalse();
    assertThat(Wire.written(out)).isEqualTo("0\r\nA: b\r\nDigest: abc\r\n\r\n");
  }

  @Test
  void anEmptyChunkWouldBeTheEnd() {
    var out = ByteBuffer.allocate(20);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkedEncoder.begin(out, 0))
        .withMessage("size: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkedEncoder.beginAt(out, 0, 0))
        .withMessage("size: expected at least 1, found 0");
  }
}
