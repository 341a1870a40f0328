package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.wire.RequestHead.TargetForm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadParserTest {

  private static final String REQUEST =
      Wire.head(
          "POST /a%20b/c?x=1&y=%zz HTTP/1.1",
          "Host: example.com:8080", "Content-Length: 5", "X-Empty:", "X-Spaces: \t one  two \t");

  private final RequestHeadParser parser = new RequestHeadParser(MessageLimits.DEFAULT);

  private RequestHead next(ByteBuffer in) throws HttpParseException {
    return Objects.requireNonNull(parser.parse(in), "head");
  }

  @Test
  void aHeadIsReadAndWhatIsBehindItStays() throws HttpParseException {
    var in = Wire.buffer(REQUEST + "hello");

    var head = next(in);

    assertThat(head.method()).isSameAs(Method.POST);
    assertThat(head.target()).isEqualTo("/a%20b/c?x=1&y=%zz");
    assertThat(head.path()).isEqualTo("/a%20b/c");
    assertThat(head.query()).isEqualTo("x=1&y=%zz");
    assertThat(head.authority()).isEqualTo("example.com:8080");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(head.framing()).isEqualTo(BodyFraming.length(5));
    assertThat(in.remaining()).isEqualTo(5);
  }

  @Test
  void fieldsKeepTheirOrderAndSpacesAroundValuesAreDropped() throws HttpParseException {
    var headers = next(Wire.buffer(REQUEST)).headers();

    assertThat(headers.size()).isEqualTo(4);
    assertThat(headers.name(0)).isEqualTo("Host");
    assertThat(headers.name(2)).isEqualTo("X-Empty");
    assertThat(headers.value(2)).isEmpty();
    assertThat(headers.first("x-spaces")).isEqualTo("one  two");
  }

  @Test
  void aHeadMeansTheSameWhereverItIsCut() throws HttpParseException {
    var whole = next(Wire.buffer(REQUEST));
    for (int cut = 0; cut < REQUEST.length(); cut++) {
      var first = Wire.buffer(REQUEST.substring(0, cut));
      assertThat(parser.parse(first)).as("cut at %d", cut).isNull();
      assertThat(first.hasRemaining()).isFalse();

      var second = Wire.buffer(REQUEST.substring(cut) + "next");
      var head = next(second);

      assertThat(head.headers()).isEqualTo(whole.headers());
      assertThat(head.target()).isEqualTo(whole.target());
      assertThat(second.remaining()).isEqualTo(4);
    }
  }

  @Test
  void bytesMayComeOneByOne() throws HttpParseException {
    @Nullable RequestHead head = null;
    for (byte b : Wire.bytes(REQUEST)) {
      assertThat(head).isNull();
      head = parser.parse(ByteBuffer.wrap(new byte[] {b}));
    }

    assertThat(Objects.requireNonNull(head, "head").headers())
        .isEqualTo(next(Wire.buffer(REQUEST)).headers());
  }

  @Test
  void aBufferMayBeASliceOfAnother() throws HttpParseException {
    var whole = Wire.buffer("junk" + REQUEST + "rest");
    var slice = whole.slice(4, REQUEST.length() + 4);

    assertThat(next(slice).path()).isEqualTo("/a%20b/c");
    assertThat(slice.remaining()).isEqualTo(4);
  }

  @Test
  void laterChangesOfTheBufferDoNotMatter() throws HttpParseException {
    var bytes = Wire.bytes(REQUEST);
    var head = next(ByteBuffer.wrap(bytes));

    Arrays.fill(bytes, (byte) '?');

    assertThat(head.path()).isEqualTo("/a%20b/c");
    assertThat(head.headers().first("host")).isEqualTo("example.com:8080");
  }

  @Test
  void requestsComeOneAfterTheOther() throws HttpParseException {
    var second = Wire.head("GET /second HTTP/1.0");
    var in = Wire.buffer(REQUEST.replace("5", "0") + second);

    var first = next(in);
    var next = next(in);

    assertThat(first.method()).isEqualTo(Method.POST);
    assertThat(next.path()).isEqualTo("/second");
    assertThat(next.headers().isEmpty()).isTrue();
    assertThat(next.framing()).isEqualTo(BodyFraming.NONE);
    assertThat(next.minorVersion()).isZero();
    assertThat(next.authority()).isEmpty();
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void whoAsksForTheSameAgainGetsTheSameText() throws HttpParseException {
    var first = next(Wire.buffer(REQUEST));
    var second = next(Wire.buffer(REQUEST));
    var other = next(Wire.buffer(REQUEST.replace("x=1", "x=2")));

    assertThat(second.target()).isSameAs(first.target());
    assertThat(other.target()).isEqualTo("/a%20b/c?x=2&y=%zz");
  }

  @Test
  void oneEmptyLineBeforeARequestIsSkipped() throws HttpParseException {
    var in = Wire.buffer("\r\n" + REQUEST);

    assertThat(next(in).path()).isEqualTo("/a%20b/c");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void aConnectionThatEndsInsideAHeadWasCut() throws HttpParseException {
    assertThat(parser.isInside()).isFalse();

    parser.parse(Wire.buffer("G"));
    assertThat(parser.isInside()).isTrue();

    parser.parse(Wire.buffer(Wire.head("ET / HTTP/1.1", "Host: a")));
    assertThat(parser.isInside()).isFalse();
  }

  @Test
  void methodsAreTokens() throws HttpParseException {
    assertThat(Wire.request("PROPFIND / HTTP/1.1", "Host: a").method())
        .isEqualTo(Method.of("PROPFIND"));
    assertThat(Wire.request("M-SEARCH / HTTP/1.1", "Host: a").method().name())
        .isEqualTo("M-SEARCH");
    assertThat(Wire.request("get / HTTP/1.1", "Host: a").method()).isNotEqualTo(Method.GET);
  }

  @Test
  void aPathWithoutQueryIsTheTarget() throws HttpParseException {
    var head = Wire.request("GET /index.html HTTP/1.1", "Host: a");

    assertThat(head.targetForm()).isEqualTo(TargetForm.ORIGIN);
    assertThat(head.path()).isSameAs(head.target());
    assertThat(head.query()).isNull();
  }

  @Test
  void anEmptyQueryIsOne() throws HttpParseException {
    var head = Wire.request("GET /a? HTTP/1.1", "Host: a");

    assertThat(head.path()).isEqualTo("/a");
    assertThat(head.query()).isEmpty();
  }

  @Test
  void anAbsoluteTargetCountsMoreThanHost() throws HttpParseException {
    var head = Wire.request("GET http://example.com:81/a?b=/c HTTP/1.1", "Host: other");

    assertThat(head.targetForm()).isEqualTo(TargetForm.ABSOLUTE);
    assertThat(head.authority()).isEqualTo("example.com:81");
    assertThat(head.path()).isEqualTo("/a");
    assertThat(head.query()).isEqualTo("b=/c");
  }

  @Test
  void anAbsoluteTargetMayHaveNoPath() throws HttpParseException {
    assertThat(Wire.request("GET HTTPS://example.com HTTP/1.1", "Host: a").path()).isEqualTo("/");

    var head = Wire.request("GET http://example.com?q HTTP/1.1", "Host: a");
    assertThat(head.path()).isEqualTo("/");
    assertThat(head.query()).isEqualTo("q");
    assertThat(head.authority()).isEqualTo("example.com");
  }

  @Test
  void connectAsksForHostAndPort() throws HttpParseException {
    var head = Wire.request("CONNECT [2001:db8::1]:443 HTTP/1.1", "Host: a");

    assertThat(head.targetForm()).isEqualTo(TargetForm.AUTHORITY);
    assertThat(head.authority()).isEqualTo("[2001:db8::1]:443");
    assertThat(head.path()).isEmpty();
    assertThat(head.query()).isNull();
  }

  @Test
  void optionsMayAskForEverything() throws HttpParseException {
    var head = Wire.request("OPTIONS * HTTP/1.1", "Host: a");

    assertThat(head.targetForm()).isEqualTo(TargetForm.ASTERISK);
    assertThat(head.path()).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/a/./..//b",
        "/%00",
        "/[x]|y",
        "/a;b=c,d",
        "/?{}\\^`",
        "/?a[]=1",
        "/?100%",
        "/?/?",
        "/~user/!$&'()*+,;=:@"
      })
  void whatBrowsersSendAsTargetIsTaken(String target) throws HttpParseException {
    assertThat(Wire.request("GET " + target + " HTTP/1.1", "Host: a").target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        "a:80",
        "1.2.3.4",
        "[::1]",
        "[::1]:",
        "[::ffff:1.2.3.4]:8080",
        "a_b-c.~d.",
        "%41.example",
        "xn--bcher-kva.example:65535"
      })
  void whatCanBeAHostIsTaken(String host) throws HttpParseException {
    assertThat(Wire.request("GET / HTTP/1.1", "Host: " + host).authority()).isEqualTo(host);
  }

  @Test
  void http11KeepsAliveUnlessSaidOtherwise() throws HttpParseException {
    assertThat(Wire.request("GET / HTTP/1.1", "Host: a").keepAlive()).isTrue();
    assertThat(Wire.request("GET / HTTP/1.2", "Host: a").keepAlive()).isTrue();
    assertThat(Wire.request("GET / HTTP/1.1", "Host: a", "Connection: x, Close").keepAlive())
        .isFalse();
    assertThat(
            Wire.request("GET / HTTP/1.1", "Host: a", "Connection: a", "connection: close")
                .keepAlive())
        .isFalse();
  }

  @Test
  void http10ClosesUnlessSaidOtherwise() throws HttpParseException {
    assertThat(Wire.request("GET / HTTP/1.0").keepAlive()).isFalse();
    assertThat(Wire.request("GET / HTTP/1.0", "Connection: Keep-Alive").keepAlive()).isTrue();
    assertThat(Wire.request("GET / HTTP/1.0", "Connection: keep-alive, close").keepAlive())
        .isFalse();
  }

  @Test
  void aClientMayHoldItsContentBack() throws HttpParseException {
    var expects =
        new String[] {"PUT / HTTP/1.1", "Host: a", "Content-Length: 1", "Expect: 100-Continue"};

    assertThat(Wire.request(expects).expectsContinue()).isTrue();
  }

  @Test
  void thereIsNothingToHoldBackWithoutContentOrInHttp10() throws HttpParseException {
    assertThat(
            Wire.request("PUT / HTTP/1.1", "Host: a", "Content-Length: 0", "Expect: 100-continue")
                .expectsContinue())
        .isFalse();
    assertThat(
            Wire.request("PUT / HTTP/1.0", "Content-Length: 1", "Expect: 100-continue")
                .expectsContinue())
        .isFalse();
    assertThat(Wire.request("PUT / HTTP/1.0", "Expect: whatever").expectsContinue()).isFalse();
  }

  @Test
  void anUpgradeIsAskedForInTwoFields() throws HttpParseException {
    var both =
        Wire.request("GET / HTTP/1.1", "Host: a", "Upgrade: h2c, websocket", "Connection: Upgrade");
    var one = Wire.request("GET / HTTP/1.1", "Host: a", "Upgrade: websocket");
    var old = Wire.request("GET / HTTP/1.0", "Upgrade: websocket", "Connection: upgrade");

    assertThat(both.upgrades()).containsExactly("h2c", "websocket");
    assertThat(one.upgrades()).isEmpty();
    assertThat(old.upgrades()).isEmpty();
  }

  @Test
  void chunkedContentIsChunked() throws HttpParseException {
    assertThat(Wire.request("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: Chunked").framing())
        .isEqualTo(BodyFraming.CHUNKED);
  }

  @Test
  void aHeadShowsNoSecrets() throws HttpParseException {
    var head =
        Wire.request("GET /a?token=1 HTTP/1.1", "Host: a", "Authorization: Basic x", "Cookie: s=1");

    assertThat(head).hasToString("GET /a");
    assertThat(head.headers()).hasToString("[Host: a, Authorization: (hidden), Cookie: (hidden)]");
  }

  @Test
  void aHeadWithMoreFieldsThanUsualIsRead() throws HttpParseException {
    var lines = new String[101];
    Arrays.setAll(
        lines, i -> i == 0 ? "GET / HTTP/1.1" : i == 1 ? "Host: a" : "X-%d: %d".formatted(i, i));

    var headers = Wire.request(lines).headers();

    assertThat(headers.size()).isEqualTo(100);
    assertThat(headers.first("x-100")).isEqualTo("100");
  }
}
