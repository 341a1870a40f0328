package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are refused: from RFC 9112, and from what was published of requests that two
/// readers understood in two ways.
class RequestVectorsTest {

  private static final String HOST = "Host: a\r\n";

  /// The answer to a request, which is the same when it comes byte by byte.
  private static String refusal(String request) {
    return refusal(request, MessageLimits.DEFAULT);
  }

  private static String refusal(String request, MessageLimits limits) {
    var whole = outcome(request, request.length(), limits);
    assertThat(outcome(request, 1, limits)).isEqualTo(whole);
    return whole;
  }

  private static String outcome(String request, int piece, MessageLimits limits) {
    var parser = new RequestHeadParser(limits);
    var bytes = Wire.bytes(request);
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        if (parser.parse(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at))) != null) {
          return "complete";
        }
      }
      return "more";
    } catch (HttpParseException refused) {
      return refused.status() + " " + refused.getMessage();
    }
  }

  private static String withFields(String... lines) {
    return refusal("POST / HTTP/1.1\r\n" + HOST + Wire.head(lines));
  }

  @Test
  void lengthAndChunksTogetherAreRefused() {
    var both = "400 expected Content-Length or Transfer-Encoding, found both";

    assertThat(withFields("Content-Length: 6", "Transfer-Encoding: chunked")).isEqualTo(both);
    assertThat(withFields("Transfer-Encoding: chunked", "Content-Length: 6")).isEqualTo(both);
    assertThat(withFields("transfer-encoding:chunked", "content-length:0")).isEqualTo(both);
  }

  @Test
  void lengthsThatComeTwiceAreRefusedEvenIfTheyAgree() {
    var twice = "400 expected one Content-Length, found another";

    assertThat(withFields("Content-Length: 6", "Content-Length: 7")).isEqualTo(twice);
    assertThat(withFields("Content-Length: 6", "content-length: 6")).isEqualTo(twice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+5",
        "5 5",
        "5,5",
        "5, 6",
        "0x5",
        "5.0",
        "1e1",
        "5_0",
        "5;",
        "\"5\"",
        "٥",
        "5\t5",
        "9223372036854775808",
        "18446744073709551621",
        "1234567890123456789"
      })
  void whatIsNoLengthIsRefused(String length) {
    assertThat(withFields("Content-Length: " + length))
        .isIn(
            "400 expected up to 18 digits as Content-Length, found something else",
            "400 expected no control characters in the value of a field, found 0x01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "gzip",
        "chunked, gzip",
        "chunked, chunked, identity",
        "xchunked",
        "chunkedx",
        "\"chunked\"",
        "chunked;q=1",
        "chunked,",
        "",
        ",",
        "chunk",
        "chunked identity",
        "x-chunked"
      })
  void codingsThatDoNotEndInChunksAreRefused(String coding) {
    assertThat(withFields("Transfer-Encoding: " + coding))
        .isEqualTo("400 expected 'chunked' as last transfer coding, found another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "chunked, chunked", "identity,chunked", ", chunked"})
  void codingsBeforeChunksAreNotImplemented(String coding) {
    assertThat(withFields("Transfer-Encoding: " + coding))
        .isEqualTo("501 expected 'chunked' as only transfer coding, found others");
  }

  @Test
  void codingsInTwoFieldsAreRefused() {
    assertThat(withFields("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"))
        .isEqualTo("400 expected one Transfer-Encoding, found another");
    assertThat(withFields("Transfer-Encoding: chunked", "Transfer-Encoding: identity"))
        .isEqualTo("400 expected one Transfer-Encoding, found another");
    assertThat(withFields("Transfer-Encoding: identity", "Transfer-Encoding: chunked"))
        .startsWith("400 ");
  }

  @Test
  void chunksInHttp10AreRefused() {
    assertThat(refusal(Wire.head("POST / HTTP/1.0", "Transfer-Encoding: chunked")))
        .isEqualTo("400 expected no Transfer-Encoding in HTTP/1.0, found one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked",
        "Content-Length : 5",
        "Host : a"
      })
  void spacesBeforeColonsAreRefused(String line) {
    assertThat(withFields(line))
        .isEqualTo("400 expected ':' behind the name of a field, found a space");
  }

  @Test
  void linesThatContinueOthersAreRefused() {
    var folded = "400 expected a field on each line, found a line that continues another";

    assertThat(withFields("X: a", " b")).isEqualTo(folded);
    assertThat(withFields("X: a", "\tb")).isEqualTo(folded);
    assertThat(withFields("Transfer-Encoding:", " chunked"))
        .startsWith("400 expected 'chunked' as last");
    assertThat(refusal("GET / HTTP/1.1\r\n Host: a\r\n\r\n")).isEqualTo(folded);
  }

  @Test
  void lineFeedsAloneAreRefused() {
    var alone = "400 expected CR before LF, found LF alone";

    assertThat(refusal("GET / HTTP/1.1\r\nHost: a\n\r\n")).isEqualTo(alone);
    assertThat(refusal("GET / HTTP/1.1\r\nHost: a\r\n\n")).isEqualTo(alone);
    assertThat(withFields("X: a\nContent-Length: 5")).isEqualTo(alone);
    assertThat(refusal("GET / HTTP/1.1\nHost: a\r\n\r\n"))
        .isEqualTo("400 expected CR LF behind the version, found 0x0A");
    assertThat(refusal("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("400 expected a method and a space, found 0x0A");
  }

  @Test
  void carriageReturnsAloneAreRefused() {
    assertThat(withFields("X: a\rContent-Length: 5"))
        .isEqualTo("400 expected LF behind CR, found 'C'");
    assertThat(withFields("X: a\r\r")).isEqualTo("400 expected LF behind CR, found 0x0D");
    assertThat(refusal("GET / HTTP/1.1\rHost: a\r\n\r\n"))
        .isEqualTo("400 expected LF behind CR, found 'H'");
    assertThat(refusal("GET / HTTP/1.1\r\nHost: a\r\n\rX"))
        .isEqualTo("400 expected LF behind CR, found 'X'");
    assertThat(refusal("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("400 expected LF behind CR, found 'G'");
  }

  @Test
  void moreThanOneEmptyLineBeforeARequestIsRefused() {
    assertThat(refusal("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("400 expected a method and a space, found 0x0D");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F})
  void controlCharactersInValuesAreRefused(int c) {
    assertThat(withFields("X: a" + (char) c + "b"))
        .isEqualTo(
            "400 expected no control characters in the value of a field, found 0x%02X"
                .formatted(c));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 0x0B, 0x7F, '"', '(', ')', ',', '/', ';', '<', '=', '>', '?', '@', '[', '\\', ']',
        '{', '}', 0x80, 0xFF
      })
  void whatIsNoTokenIsNoName(int c) {
    assertThat(withFields("X" + (char) c + "Y: a"))
        .startsWith("400 expected a token as the name of a field, found ");
    assertThat(withFields((char) c + "Y: a"))
        .startsWith("400 expected the name of a field, found ");
  }

  @Test
  void fieldsHaveNamesAndColons() {
    assertThat(withFields(": a")).isEqualTo("400 expected the name of a field, found ':'");
    assertThat(withFields("X"))
        .isEqualTo("400 expected ':' behind the name of a field, found the line's end");
    assertThat(withFields("X\nY: a"))
        .isEqualTo("400 expected ':' behind the name of a field, found the line's end");
  }

  @Test
  void oneHostIsNeeded() {
    assertThat(refusal(Wire.head("GET / HTTP/1.1"))).isEqualTo("400 expected a Host, found none");
    assertThat(refusal(Wire.head("GET http://a/ HTTP/1.1")))
        .isEqualTo("400 expected a Host, found none");
    assertThat(withFields("Host: a")).isEqualTo("400 expected one Host, found another");
    assertThat(withFields("host: b")).isEqualTo("400 expected one Host, found another");
    assertThat(refusal(Wire.head("GET / HTTP/1.0", "Host: a", "Host: a")))
        .isEqualTo("400 expected one Host, found another");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a/b",
        "a,b",
        "a@b",
        "user@a",
        "a:b",
        "a:80:80",
        "a:65536",
        "a:-1",
        ":80",
        "[::1",
        "[]",
        "[::1]x",
        "[::1]:x",
        "[::g]",
        "a?b",
        "a#b",
        "a\\b",
        "a;b",
        "%4",
        "%zz",
        "<a>",
        "é",
        "http://a"
      })
  void whatCannotBeAHostIsRefused(String host) {
    assertThat(refusal(Wire.head("GET / HTTP/1.1", "Host: " + host))).startsWith("400 expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "a",
        "a/b",
        "?",
        "/a b",
        "/\"",
        "/<",
        "/>",
        "/#",
        "/a#b",
        "/?a#b",
        "/\\",
        "/^",
        "/{",
        "/`",
        "/%",
        "/%4",
        "/%zz",
        "/é",
        "/?é",
        "/\u0001",
        "/?\u007f",
        "http://",
        "http:///a",
        "http:/a",
        "ftp://a/",
        "http://user@a/",
        "http://a:x/",
        "//a@b\t"
      })
  void whatCannotBeATargetIsRefused(String target) {
    assertThat(refusal(Wire.head("GET " + target + " HTTP/1.1", "Host: a")))
        .startsWith("400 expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "a",
        "a:",
        "a:0",
        "a:x",
        "a:80/",
        "a:80?x",
        "http://a:80",
        ":80",
        "[::1]"
      })
  void connectNeedsHostAndPort(String target) {
    assertThat(refusal(Wire.head("CONNECT " + target + " HTTP/1.1", "Host: a")))
        .startsWith("400 expected ");
  }

  @Test
  void onlyOptionsMayAskForEverything() {
    assertThat(refusal(Wire.head("GET * HTTP/1.1", "Host: a")))
        .isEqualTo("400 expected '*' as target of OPTIONS only, found another use");
    assertThat(refusal(Wire.head("OPTIONS *a HTTP/1.1", "Host: a")))
        .isEqualTo("400 expected '*' as target of OPTIONS only, found another use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/2.0 | 505 expected HTTP/1.1 or HTTP/1.0, found HTTP/2",
        "PRI * HTTP/2.0 | 400 expected '*' as target of OPTIONS only, found another use",
        "GET / HTTP/0.9 | 505 expected HTTP/1.1 or HTTP/1.0, found HTTP/0",
        "GET / http/1.1 | 400 expected a version such as HTTP/1.1, found 'h'",
        "GET / HTTP/1,1 | 400 expected a version such as HTTP/1.1, found ','",
        "GET / HTTP/1.10 | 400 expected CR LF behind the version, found '0'",
        "GET / HTTP/11.1 | 400 expected a version such as HTTP/1.1, found '1'",
        "GET / HTTP/1. | 400 expected a version such as HTTP/1.1, found 0x0D",
        "GET / HTTP/1.1x | 400 expected CR LF behind the version, found 'x'",
        "GET /  HTTP/1.1 | 400 expected a version such as HTTP/1.1, found 0x20",
        "GET / XTTP/1.1 | 400 expected a version such as HTTP/1.1, found 'X'",
        "GET / | 400 expected a request target and a space, found 0x0D",
        "GET | 400 expected a method and a space, found 0x0D",
        "'GET  / HTTP/1.1' | 400 expected '/'\\, 'http://' or 'https://' at the start of the target\\, found something else",
        "G(T / HTTP/1.1 | 400 expected a method and a space, found '('",
      })
  void requestLinesHaveOneForm(String line, String expected) {
    assertThat(refusal(Wire.head(line, "Host: a"))).isEqualTo(expected.replace("\\", ""));
  }

  @Test
  void spacesAndTabsAroundTheRequestLineAreRefused() {
    assertThat(refusal(Wire.head(" GET / HTTP/1.1", "Host: a")))
        .isEqualTo("400 expected a method and a space, found 0x20");
    assertThat(refusal(Wire.head("GET\t/ HTTP/1.1", "Host: a")))
        .isEqualTo("400 expected a method and a space, found 0x09");
    assertThat(refusal(Wire.head("GET / HTTP/1.1 ", "Host: a")))
        .isEqualTo("400 expected CR LF behind the version, found 0x20");
  }

  @Test
  void otherExpectationsFail() {
    assertThat(withFields("Content-Length: 1", "Expect: 200-ok"))
        .isEqualTo("417 expected '100-continue' in Expect, found something else");
  }

  @Test
  void tlsIsNoHttp() {
    assertThat(refusal("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"))
        .isEqualTo("400 expected a method and a space, found 0x16");
  }

  @Test
  void longMethodsAreNotImplemented() {
    assertThat(refusal("X".repeat(33) + " / HTTP/1.1\r\n" + HOST + "\r\n"))
        .isEqualTo("501 expected a method of up to 32 characters, found more");
    assertThat(refusal("X".repeat(32) + " / HTTP/1.1\r\n" + HOST + "\r\n")).isEqualTo("complete");
  }

  @Test
  void aTargetMayFillItsLine() {
    var limits = new MessageLimits(100, 1000, 10);
    var line = "GET /%s HTTP/1.1\r\n";
    int rest = line.length() - 2;

    assertThat(refusal(line.formatted("x".repeat(100 - rest)) + HOST + "\r\n", limits))
        .isEqualTo("complete");
    assertThat(refusal(line.formatted("x".repeat(101 - rest)) + HOST + "\r\n", limits))
        .isEqualTo("414 expected at most 100 bytes in the request line, found more");
    assertThat(refusal(line.formatted("x".repeat(200)) + HOST + "\r\n", limits))
        .isEqualTo("414 expected at most 100 bytes in the request line, found more");
    assertThat(refusal(line.formatted("?" + "x".repeat(200)) + HOST + "\r\n", limits))
        .isEqualTo("414 expected at most 100 bytes in the request line, found more");
  }

  @Test
  void fieldsMayFillTheirBytes() {
    var limits = new MessageLimits(100, 200, 10);
    var start = "GET / HTTP/1.1\r\n" + HOST + "X: ";
    int rest = HOST.length() + "X: \r\n\r\n".length();

    assertThat(refusal(start + "x".repeat(200 - rest) + "\r\n\r\n", limits)).isEqualTo("complete");
    assertThat(refusal(start + "x".repeat(201 - rest) + "\r\n\r\n", limits))
        .isEqualTo("431 expected at most 200 bytes of fields, found more");
    assertThat(refusal(start + "x".repeat(10_000), limits))
        .isEqualTo("431 expected at most 200 bytes of fields, found more");
  }

  @Test
  void fieldsAreCounted() {
    var limits = new MessageLimits(100, 1000, 3);
    var three = "GET / HTTP/1.1\r\n" + HOST + "A: 1\r\nB: 2\r\n";

    assertThat(refusal(three + "\r\n", limits)).isEqualTo("complete");
    assertThat(refusal(three + "C: 3\r\n\r\n", limits))
        .isEqualTo("431 expected at most 3 fields, found more");
  }

  @Test
  void whatNeverEndsIsNotCollected() throws HttpParseException {
    var parser = new RequestHeadParser(new MessageLimits(100, 200, 10));
    parser.parse(Wire.buffer("GET / HTTP/1.1\r\nX: "));
    var megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 'x');

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> parser.parse(ByteBuffer.wrap(megabyte)))
        .withMessage("expected at most 200 bytes of fields, found more");
  }

  @Test
  void limitsMakeSense() {
    assertThat(MessageLimits.DEFAULT).isEqualTo(new MessageLimits(8192, 32_768, 100));
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageLimits(0, 1, 1))
        .withMessage("startLine: expected 1 to 16777216, found 0");
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageLimits(1, 1, 100_001))
        .withMessage("headerCount: expected 1 to 100000, found 100001");
  }
}
