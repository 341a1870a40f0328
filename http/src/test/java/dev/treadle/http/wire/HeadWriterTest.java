package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.wire.HeadWriter.RequestLine;
import dev.treadle.test.TreadleTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadWriterTest {

  private static final RequestLine GET = new RequestLine(Method.GET, "/a?b");

  private final ByteBuffer out = ByteBuffer.allocate(512);

  private String response(
      Status status, Headers headers, BodyFraming framing, ConnectionOption option) {
    out.clear();
    assertThat(HeadWriter.response(out, status, headers, framing, option)).isTrue();
    return Wire.written(out).replaceFirst("Date: [^\r]*", "Date: now");
  }

  private String request(Headers headers, BodyFraming framing, ConnectionOption option) {
    out.clear();
    assertThat(HeadWriter.request(out, GET, headers, framing, option)).isTrue();
    return Wire.written(out);
  }

  @Test
  void aResponseHasALengthAndADate() {
    assertThat(
            response(
                Status.OK,
                Headers.of("Content-Type", "text/plain"),
                BodyFraming.length(13),
                ConnectionOption.UNSAID))
        .isEqualTo(
            Wire.head(
                "HTTP/1.1 200 OK", "Date: now", "Content-Type: text/plain", "Content-Length: 13"));
  }

  @TreadleTest
  void theDateIsThatOfTheWorld() {
    HeadWriter.response(
        out, Status.OK, Headers.empty(), BodyFraming.length(0), ConnectionOption.UNSAID);

    assertThat(Wire.written(out)).contains("\r\nDate: " + Dates.now() + "\r\n");
  }

  @Test
  void aDateOfTheCallersIsKept() {
    var headers = Headers.of("date", "whenever");

    assertThat(response(Status.OK, headers, BodyFraming.length(0), ConnectionOption.UNSAID))
        .isEqualTo(
            Wire.head("HTTP/1.1 200 OK", "Date: now", "Content-Length: 0")
                .replace("Date: now", "date: whenever"));
  }

  @Test
  void framingCountsMoreThanFields() {
    var headers =
        Headers.of(
            "Content-Length", "7", "transfer-encoding", "gzip", "CONNECTION", "foo", "A", "b");

    assertThat(response(Status.OK, headers, BodyFraming.CHUNKED, ConnectionOption.CLOSE))
        .isEqualTo(
            Wire.head(
                "HTTP/1.1 200 OK",
                "Date: now",
                "A: b",
                "Transfer-Encoding: chunked",
                "Connection: close"));
    assertThat(request(headers, BodyFraming.length(9), ConnectionOption.KEEP_ALIVE))
        .isEqualTo(
            Wire.head("GET /a?b HTTP/1.1", "A: b", "Content-Length: 9", "Connection: keep-alive"));
  }

  @Test
  void statusesWithoutContentSayNothingOfIt() {
    assertThat(
            response(
                Status.NO_CONTENT, Headers.empty(), BodyFraming.length(0), ConnectionOption.UNSAID))
        .isEqualTo(Wire.head("HTTP/1.1 204 No Content", "Date: now"));
    assertThat(
            response(
                Status.NOT_MODIFIED, Headers.empty(), BodyFraming.NONE, ConnectionOption.UNSAID))
        .isEqualTo(Wire.head("HTTP/1.1 304 Not Modified", "Date: now"));
  }

  @Test
  void interimResponsesHaveNoDate() {
    assertThat(
            response(
                Status.SWITCHING_PROTOCOLS,
                Headers.of("Upgrade", "websocket"),
                BodyFraming.TUNNEL,
                ConnectionOption.UPGRADE))
        .isEqualTo(
            Wire.head(
                "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: upgrade"));
  }

  @Test
  void contentUpToTheEndSaysNothing() {
    assertThat(response(Status.OK, Headers.empty(), BodyFraming.CLOSE, ConnectionOption.CLOSE))
        .isEqualTo(Wire.head("HTTP/1.1 200 OK", "Date: now", "Connection: close"));
  }

  @Test
  void codesThatNobodyRegisteredHaveNoReason() {
    assertThat(
            response(
                Status.of(299), Headers.empty(), BodyFraming.length(0), ConnectionOption.UNSAID))
        .startsWith("HTTP/1.1 299 \r\n");
    assertThat(
            response(
                Status.of(799), Headers.empty(), BodyFraming.length(0), ConnectionOption.UNSAID))
        .startsWith("HTTP/1.1 799 \r\n");
  }

  @Test
  void aRequestWithoutContentSaysNothingOfIt() {
    assertThat(request(Headers.of("Host", "a"), BodyFraming.NONE, ConnectionOption.UNSAID))
        .isEqualTo(Wire.head("GET /a?b HTTP/1.1", "Host: a"));
  }

  @Test
  void aRequestDoesNotEndWithItsConnection() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            HeadWriter.request(
                out, GET, Headers.empty(), BodyFraming.CLOSE, ConnectionOption.UNSAID))
        .withMessage("framing: expected a length or chunks, found CLOSE");
  }

  @Test
  void aHeadIsWrittenWholeOrNotAtAll() {
    var headers = Headers.of("Host", "a", "X", "y");
    int size = request(headers, BodyFraming.length(10), ConnectionOption.CLOSE).length();
    int answer =
        response(Status.OK, headers, BodyFraming.CHUNKED, ConnectionOption.CLOSE)
            .replace("Date: now", "Date: Sun, 06 Nov 1994 08:49:37 GMT")
            .length();

    for (int room = 0; room <= size; room++) {
      var small = ByteBuffer.allocate(room);
      assertThat(
              HeadWriter.request(
                  small, GET, headers, BodyFraming.length(10), ConnectionOption.CLOSE))
          .isEqualTo(room == size);
      assertThat(small.position()).isEqualTo(room == size ? size : 0);
    }
    var tooSmall = ByteBuffer.allocate(answer - 1);
    assertThat(
            HeadWriter.response(
                tooSmall, Status.OK, headers, BodyFraming.CHUNKED, ConnectionOption.CLOSE))
        .isFalse();
    assertThat(
            HeadWriter.response(
                ByteBuffer.allocate(answer),
                Status.OK,
                headers,
                BodyFraming.CHUNKED,
                ConnectionOption.CLOSE))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a b", "/a\r\nX: y", "/\n", "/\u0000", "/é", "/\u007f", "/\t", "/a HTTP/1.1"})
  void nothingCanBeInjectedThroughTheTarget(String target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestLine(Method.GET, target))
        .withMessageStartingWith("target: expected visible ASCII characters, found U+00");
  }

  @Test
  void aTargetIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestLine(Method.GET, ""))
        .withMessage("target: expected a path, found nothing");
  }
}
