package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.treadle.http.ContentDisposition;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.wire.MultipartDecoder.Event;
import dev.treadle.test.TreadleTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

  private static final MediaType TYPE = MediaType.of("multipart/form-data; boundary=xyz");
  private static final MessageLimits LIMITS = new MessageLimits(100, 300, 5);

  private static final String FORM =
      String.join(
          "\r\n",
          "--xyz",
          "Content-Disposition: form-data; name=\"a\"",
          "",
          "one",
          "--xyz",
          "Content-Disposition: form-data; name=\"f\"; filename=\"g.txt\"",
          "Content-Type: text/plain",
          "",
          "l1\r\n\r\n--xy\r\n--\r\n\r\r\n",
          "--xyz--",
          "");

  /// Each part as `fields=content`, then whether the last one ended.
  private static List<String> parts(String text, int piece, int room) throws HttpParseException {
    var decoder = MultipartDecoder.of(TYPE, 3, LIMITS);
    var parts = new ArrayList<String>();
    var bytes = Wire.bytes(text);
    for (int at = 0; at < bytes.length; at += piece) {
      var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
      read(decoder, in, room, parts);
      assertThat(in.hasRemaining()).isFalse();
    }
    decoder.ended();
    return parts;
  }

  private static void read(MultipartDecoder decoder, ByteBuffer in, int room, List<String> parts)
      throws HttpParseException {
    while (true) {
      var out = ByteBuffer.allocate(room);
      var event = decoder.next(in, out);
      switch (event) {
        case PART -> parts.add(decoder.headers() + "=");
        case CONTENT -> parts.add(parts.removeLast() + Wire.written(out));
        case PART_END -> parts.add(parts.removeLast() + "$");
        case MORE, END -> {
          return;
        }
      }
    }
  }

  private static List<String> parts(String text) throws HttpParseException {
    var whole = parts(text, Math.max(1, text.length()), 1024);
    for (int piece = 1; piece < Math.min(20, text.length()); piece++) {
      assertThat(parts(text, piece, 1024)).isEqualTo(whole);
      assertThat(parts(text, piece, 1)).isEqualTo(whole);
      assertThat(parts(text, text.length(), piece)).isEqualTo(whole);
    }
    return whole;
  }

  private static void refused(String text, int status, String message) {
    for (int piece : new int[] {text.length(), 1}) {
      assertThatExceptionOfType(HttpParseException.class)
          .isThrownBy(() -> parts(text, piece, 1024))
          .withMessage(message)
          .satisfies(refused -> assertThat(refused.status()).isEqualTo(status));
    }
  }

  @Test
  void partsHaveFieldsAndContent() throws HttpParseException {
    assertThat(parts(FORM))
        .containsExactly(
            "[Content-Disposition: form-data; name=\"a\"]=one$",
            "[Content-Disposition: form-data; name=\"f\"; filename=\"g.txt\", Content-Type: text/plain]"
                + "=l1\r\n\r\n--xy\r\n--\r\n\r\r\n$");
  }

  @Test
  void thereMayBeNothingInAPart() throws HttpParseException {
    assertThat(parts("--xyz\r\n\r\n\r\n--xyz--")).containsExactly("[]=$");
    assertThat(parts("--xyz\r\nA: b\r\n\r\n--xyz--")).containsExactly("[A: b]=$");
  }

  @Test
  void thereMayBeNoParts() throws HttpParseException {
    assertThat(parts("\r\n--xyz--\r\n")).isEmpty();
    assertThat(parts("--xyz--")).isEmpty();
  }

  @Test
  void whatIsAroundThePartsIsSkipped() throws HttpParseException {
    assertThat(parts("before\r\n-\r\n--xy\r\n--xyz\r\n\r\na\r\n--xyz--\r\nafter --xyz\r\n"))
        .containsExactly("[]=a$");
  }

  @Test
  void contentMayLookLikeABoundaryAlmost() throws HttpParseException {
    for (var content :
        List.of(
            "\r",
            "\r\n",
            "\r\n-",
            "\r\n--",
            "\r\n--x",
            "\r\n--xy",
            "\r\r\n--xy\r",
            "--xy",
            "-",
            "\r\n--xy\r\n--xy")) {
      assertThat(parts("--xyz\r\n\r\n" + content + "\r\n--xyz--"))
          .containsExactly("[]=" + content + "$");
    }
  }

  @Test
  void boundariesEndTheirLine() {
    refused(
        "--xyz \r\n\r\na\r\n--xyz--",
        400,
        "expected the line's end behind the boundary, found 0x20");
    refused(
        "--xyz\n\r\na\r\n--xyz--", 400, "expected the line's end behind the boundary, found 0x0A");
    refused("--xyz\rA", 400, "expected LF behind CR, found 'A'");
    refused("--xyz\r\n\r\na\r\n--xyz-A", 400, "expected '--' behind the last boundary, found 'A'");
    refused(
        "--xyz\r\n\r\na\r\n--xyzA--",
        400,
        "expected the line's end behind the boundary, found 'A'");
  }

  @Test
  void theLastPartMustEnd() {
    refused("--xyz\r\n\r\na", 400, "expected the last boundary, found the end");
    refused("--xyz\r\n\r\na\r\n--xyz", 400, "expected the last boundary, found the end");
    refused("--xyz\r\n\r\na\r\n--xyz-", 400, "expected the last boundary, found the end");
    refused("--xyz\r\nA: b\r\n", 400, "expected the last boundary, found the end");
    refused("nothing", 400, "expected the last boundary, found the end");
  }

  @Test
  void partsAreCounted() throws HttpParseException {
    var part = "--xyz\r\n\r\na\r\n";

    assertThat(parts(part.repeat(3) + "--xyz--")).hasSize(3);
    refused(part.repeat(4) + "--xyz--", 413, "expected at most 3 parts, found more");
  }

  @Test
  void headsOfPartsHaveLimits() {
    refused(
        "--xyz\r\nA: " + "b".repeat(300) + "\r\n\r\n",
        431,
        "expected at most 300 bytes of fields, found more");
    refused(
        "--xyz\r\n" + "A: b\r\n".repeat(6) + "\r\n", 431, "expected at most 5 fields, found more");
    refused(
        "--xyz\r\nA : b\r\n\r\n", 400, "expected ':' behind the name of a field, found a space");
  }

  @Test
  void thePreambleHasALimit() {
    refused("x".repeat(2000), 400, "expected the boundary within 1024 bytes, found none");
  }

  @Test
  void partsSayWhatTheyAreCalled() throws HttpParseException {
    var decoder = MultipartDecoder.of(TYPE, 3, LIMITS);
    assertThatIllegalStateException()
        .isThrownBy(decoder::headers)
        .withMessage("there is no part yet: wait for the event PART");

    decoder.next(Wire.buffer("--xyz\r\nA: b\r\n\r\n"), ByteBuffer.allocate(1));
    assertThat(decoder.disposition()).isEmpty();

    var encoder = MultipartEncoder.of("xyz");
    var out = ByteBuffer.allocate(500);
    var named = ContentDisposition.file("größe \"x\"", "a\r\n;é.txt");
    encoder.begin(out, Headers.of("Content-Disposition", named.toString()));
    decoder.next(out.flip(), ByteBuffer.allocate(10));
    assertThat(decoder.next(out, ByteBuffer.allocate(10))).isEqualTo(Event.PART);
    assertThat(decoder.disposition())
        .contains(ContentDisposition.file("größe %22x%22", "a%0D%0A;é.txt"));
  }

  @Test
  void namesThatAreNoUtf8AreLatin1() throws HttpParseException {
    var decoder = MultipartDecoder.of(TYPE, 3, LIMITS);
    decoder.next(
        Wire.buffer("--xyz\r\nContent-Disposition: form-data; name=\"\u00e9\"\r\n\r\n"),
        ByteBuffer.allocate(1));

    assertThat(decoder.disposition()).contains(ContentDisposition.field("é"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=\"a\u00e9\"",
        "multipart/form-data; boundary=a%b"
      })
  void aBoundaryIsNeeded(String type) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> MultipartDecoder.of(MediaType.of(type), 1, LIMITS))
        .withMessage("expected a boundary of 1 to 70 characters, found none");
  }

  @Test
  void boundariesHaveALength() throws HttpParseException {
    MultipartDecoder.of(MediaType.of("a/b; boundary=" + "x".repeat(70)), 1, LIMITS);

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(
            () -> MultipartDecoder.of(MediaType.of("a/b; boundary=" + "x".repeat(71)), 1, LIMITS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultipartEncoder.of("a\r\nb"))
        .withMessage(
            "boundary: expected 1 to 70 letters, digits and '()+_,-./:=?, found something else");
  }

  @TreadleTest
  void boundariesAreNotTheSameTwice() {
    var first = MultipartEncoder.create().boundary();

    assertThat(first).matches("[0-9A-Za-z]{32}");
    assertThat(MultipartEncoder.create().boundary()).isNotEqualTo(first);
  }

  @Test
  void whatIsWrittenIsReadBackAndTakesAsMuchRoomAsItSays() throws HttpParseException {
    var encoder = MultipartEncoder.of("xyz");
    var first = Headers.of("Content-Disposition", "form-data; name=\"a\"", "X", "y");
    int size =
        encoder.beginSize(first) + 3 + encoder.beginSize(Headers.empty()) + encoder.finishSize();
    var out = ByteBuffer.allocate(size);

    encoder.begin(out, first);
    out.put(Wire.bytes("one"));
    encoder.begin(out, Headers.empty());
    encoder.finish(out);

    assertThat(out.hasRemaining()).isFalse();
    assertThat(parts(Wire.written(out)))
        .containsExactly("[Content-Disposition: form-data; name=\"a\", X: y]=one$", "[]=$");
  }
}
