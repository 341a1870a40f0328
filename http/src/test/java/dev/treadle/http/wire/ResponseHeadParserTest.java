package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadParserTest {

  private static final String RESPONSE =
      Wire.head("HTTP/1.1 404 Not  Here \u00e9", "Content-Length: 3", "Set-Cookie: a=b");

  private final ResponseHeadParser parser = new ResponseHeadParser(MessageLimits.DEFAULT);

  private static BodyFraming framing(Method request, String... lines) throws HttpParseException {
    return Wire.response(lines).framing(request);
  }

  private ResponseHead next(ByteBuffer in) throws HttpParseException {
    return Objects.requireNonNull(parser.parse(in), "head");
  }

  @Test
  void aHeadIsReadAndWhatIsBehindItStays() throws HttpParseException {
    var in = Wire.buffer(RESPONSE + "abc");

    var head = next(in);

    assertThat(head.status()).isEqualTo(Status.NOT_FOUND);
    assertThat(head.reason()).isEqualTo("Not  Here \u00e9");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(head.headers().size()).isEqualTo(2);
    assertThat(head.headers()).hasToString("[Content-Length: 3, Set-Cookie: (hidden)]");
    assertThat(in.remaining()).isEqualTo(3);
  }

  @Test
  void aHeadMeansTheSameWhereverItIsCut() throws HttpParseException {
    var whole = next(Wire.buffer(RESPONSE));
    for (int cut = 0; cut < RESPONSE.length(); cut++) {
      assertThat(parser.parse(Wire.buffer(RESPONSE.substring(0, cut)))).isNull();
      var head = next(Wire.buffer(RESPONSE.substring(cut)));

      assertThat(head.headers()).isEqualTo(whole.headers());
      assertThat(head).hasToString(whole.toString());
    }
  }

  @Test
  void aReasonMayBeEmptyOrMissing() throws HttpParseException {
    assertThat(Wire.response("HTTP/1.1 200 ", "A: b").reason()).isEmpty();
    assertThat(Wire.response("HTTP/1.1 200", "A: b").reason()).isEmpty();
    assertThat(Wire.response("HTTP/1.1 200").reason()).isEmpty();
  }

  @Test
  void codesThatNobodyRegisteredAreTaken() throws HttpParseException {
    assertThat(Wire.response("HTTP/1.1 299 x").status()).isEqualTo(Status.of(299));
    assertThat(Wire.response("HTTP/1.1 999 x").status()).isEqualTo(Status.of(999));
  }

  @Test
  void responsesComeOneAfterTheOther() throws HttpParseException {
    var in = Wire.buffer(Wire.head("HTTP/1.1 100 Continue") + Wire.head("HTTP/1.0 200 OK", "A: b"));

    var interim = next(in);
    var last = next(in);

    assertThat(interim.isInterim()).isTrue();
    assertThat(last.isInterim()).isFalse();
    assertThat(last.minorVersion()).isZero();
    assertThat(last.headers().size()).isEqualTo(1);
  }

  @Test
  void aSwitchOfProtocolsIsNotInterim() throws HttpParseException {
    var head = Wire.response("HTTP/1.1 101 x", "Upgrade: websocket", "Connection: upgrade");

    assertThat(head.isInterim()).isFalse();
    assertThat(head.upgrades()).containsExactly("websocket");
    assertThat(head.framing(Method.GET)).isEqualTo(BodyFraming.TUNNEL);
    assertThat(head.keepAlive(BodyFraming.TUNNEL)).isFalse();
  }

  @Test
  void aConnectionThatEndsInsideAHeadWasCut() throws HttpParseException {
    parser.parse(Wire.buffer("HTTP/1.1 2"));
    assertThat(parser.isInside()).isTrue();

    parser.parse(Wire.buffer("00 OK\r\n\r\n"));
    assertThat(parser.isInside()).isFalse();
  }

  @Test
  void answersToHeadHaveNoContentWhateverTheySay() throws HttpParseException {
    assertThat(framing(Method.HEAD, "HTTP/1.1 200 OK", "Content-Length: 5"))
        .isEqualTo(BodyFraming.NONE);
    assertThat(framing(Method.HEAD, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"))
        .isEqualTo(BodyFraming.NONE);
    assertThat(framing(Method.HEAD, "HTTP/1.1 200 OK")).isEqualTo(BodyFraming.NONE);
  }

  @Test
  void someStatusesHaveNoContent() throws HttpParseException {
    assertThat(framing(Method.GET, "HTTP/1.1 304 x", "Content-Length: 5"))
        .isEqualTo(BodyFraming.NONE);
    assertThat(framing(Method.GET, "HTTP/1.1 204 x")).isEqualTo(BodyFraming.NONE);
    assertThat(framing(Method.GET, "HTTP/1.1 204 x", "Content-Length: 0"))
        .isEqualTo(BodyFraming.NONE);
    assertThat(framing(Method.GET, "HTTP/1.1 103 x")).isEqualTo(BodyFraming.NONE);
  }

  @Test
  void statusesWithoutContentMustNotAnnounceSome() {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> framing(Method.GET, "HTTP/1.1 204 x", "Content-Length: 5"))
        .withMessage("expected no content with status 204, found a length or chunks");
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> framing(Method.GET, "HTTP/1.1 103 x", "Transfer-Encoding: chunked"))
        .withMessage("expected no content with status 103, found a length or chunks");
  }

  @Test
  void anAnsweredConnectIsATunnel() throws HttpParseException {
    assertThat(framing(Method.CONNECT, "HTTP/1.1 200 x", "Content-Length: 5"))
        .isEqualTo(BodyFraming.TUNNEL);
    assertThat(framing(Method.CONNECT, "HTTP/1.1 407 x", "Content-Length: 5"))
        .isEqualTo(BodyFraming.length(5));
  }

  @Test
  void contentHasALengthOrChunksOrLastsAsLongAsTheConnection() throws HttpParseException {
    assertThat(framing(Method.GET, "HTTP/1.1 200 OK", "Content-Length: 5"))
        .isEqualTo(BodyFraming.length(5));
    assertThat(framing(Method.GET, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked"))
        .isEqualTo(BodyFraming.CHUNKED);
    assertThat(framing(Method.GET, "HTTP/1.1 200 OK")).isEqualTo(BodyFraming.CLOSE);
  }

  @Test
  void aConnectionMayBeUsedAgainIfTheContentEndsBeforeIt() throws HttpParseException {
    var open = Wire.response("HTTP/1.1 200 OK");
    var closed = Wire.response("HTTP/1.1 200 OK", "Connection: close");
    var old = Wire.response("HTTP/1.0 200 OK");
    var kept = Wire.response("HTTP/1.0 200 OK", "Connection: keep-alive");

    assertThat(open.keepAlive(BodyFraming.length(1))).isTrue();
    assertThat(open.keepAlive(BodyFraming.CLOSE)).isFalse();
    assertThat(closed.keepAlive(BodyFraming.length(1))).isFalse();
    assertThat(old.keepAlive(BodyFraming.length(1))).isFalse();
    assertThat(kept.keepAlive(BodyFraming.length(1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1  200 OK | expected three digits as status code, found 0x20",
        "HTTP/1.1 20 OK | expected three digits as status code, found 0x20",
        "HTTP/1.1 2000 OK | expected a space behind the status code, found '0'",
        "HTTP/1.1 099 OK | expected a status code from 100, found 99",
        "HTTP/1.1 abc OK | expected three digits as status code, found 'a'",
        "HTTP/1.1 -20 OK | expected three digits as status code, found '-'",
        "HTTP/1.1\t200 OK | expected a space behind the version, found 0x09",
        "HTTP/1.1 200\tOK | expected a space behind the status code, found 0x09",
        "HTTP/1.1 200 O\u0001K | expected a reason and CR LF, found 0x01",
        "HTTP/3.0 200 OK | expected HTTP/1.1 or HTTP/1.0, found HTTP/3",
        "ICY 200 OK | expected a version such as HTTP/1.1, found 'I'",
        "SSH-2.0-OpenSSH | expected a version such as HTTP/1.1, found 'S'",
      })
  void statusLinesHaveOneForm(String line, String expected) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Wire.response(line))
        .withMessage(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5 | Content-Length: 5",
        "Content-Length: 5 | Content-Length: 6",
        "Content-Length: 5 | Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked | Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip | A: b",
        "Transfer-Encoding: gzip, chunked | A: b",
        "Content-Length: 5, 5 | A: b",
        "Content-Length : 5 | A: b",
        "A: b | ' folded'",
      })
  void whatCouldBeUnderstoodInTwoWaysIsRefused(String first, String second) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Wire.response("HTTP/1.1 200 OK", first, second));
  }

  @Test
  void chunksInHttp10AreRefused() {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Wire.response("HTTP/1.0 200 OK", "Transfer-Encoding: chunked"))
        .withMessage("expected no Transfer-Encoding in HTTP/1.0, found one");
  }

  @Test
  void aStatusLineHasALimit() {
    var small = new ResponseHeadParser(new MessageLimits(20, 100, 10));

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> small.parse(Wire.buffer("HTTP/1.1 200 " + "x".repeat(20))))
        .withMessage("expected at most 20 bytes in the status line, found more");
  }

  @Test
  void bytesMayComeOneByOne() throws HttpParseException {
    @Nullable ResponseHead head = null;
    for (byte b : Wire.bytes(RESPONSE)) {
      head = parser.parse(ByteBuffer.wrap(new byte[] {b}));
    }

    assertThat(Objects.requireNonNull(head, "head").headers().first("content-length"))
        .isEqualTo("3");
  }
}
