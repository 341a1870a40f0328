package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.wire.HeadWriter.RequestLine;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever is written can be read back, wherever it is cut.
class HeadRoundTripTest {

  private static final String TOKEN = "!#$%&'*+-.^_`|~09azAZ";
  private static final int RUNS = 3_000;

  private final Random random = new Random(42);
  private final ByteBuffer out = ByteBuffer.allocate(16 * 1024);

  @Test
  void requestsAreReadBack() throws HttpParseException {
    for (int run = 0; run < RUNS; run++) {
      var line =
          new RequestLine(
              Method.of(text(TOKEN, 1, 8)),
              "/" + text("az09-._~%41".replace("%41", ""), 0, 9) + "?" + text("a=&1", 0, 5));
      var headers = headers().withAdded("Host", "example.com");
      var framing = requestFraming();
      out.clear();
      assertThat(HeadWriter.request(out, line, headers, framing, option())).isTrue();

      var head = parse(new RequestHeadParser(MessageLimits.DEFAULT)::parse);

      assertThat(head.method()).isEqualTo(line.method());
      assertThat(head.target()).isEqualTo(line.target());
      assertThat(head.framing()).isEqualTo(framing);
      assertThat(withoutOurs(head.headers())).isEqualTo(headers);
    }
  }

  @Test
  void responsesAreReadBack() throws HttpParseException {
    for (int run = 0; run < RUNS; run++) {
      var status = Status.of(200 + random.nextInt(400));
      var headers = headers();
      var framing = responseFraming();
      out.clear();
      assertThat(HeadWriter.response(out, status, headers, framing, option())).isTrue();

      var head = parse(new ResponseHeadParser(MessageLimits.DEFAULT)::parse);

      assertThat(head.status()).isEqualTo(status);
      assertThat(head.reason()).isEqualTo(status.reason());
      assertThat(withoutOurs(head.headers()).without("Date")).isEqualTo(headers);
      assertThat(head.framing(Method.GET)).isEqualTo(bodiless(status) ? BodyFraming.NONE : framing);
    }
  }

  @FunctionalInterface
  private interface Parse<T> {
    @Nullable T from(ByteBuffer in) throws HttpParseException;
  }

  /// Reads what was written in pieces.
  private <T> T parse(Parse<T> parser) throws HttpParseException {
    var bytes = Wire.bytes(Wire.written(out));
    int at = 0;
    @Nullable T head = null;
    while (at < bytes.length) {
      assertThat(head).isNull();
      int piece = Math.min(bytes.length - at, random.nextInt(1, 100));
      head = parser.from(ByteBuffer.wrap(bytes, at, piece));
      at += piece;
    }
    return Objects.requireNonNull(head, "head");
  }

  private static boolean bodiless(Status status) {
    return status.code() == 204 || status.code() == 304;
  }

  private static Headers withoutOurs(Headers headers) {
    return headers.without("Content-Length").without("Transfer-Encoding").without("Connection");
  }

  private Headers headers() {
    var headers = Headers.builder();
    for (int i = random.nextInt(6); i > 0; i--) {
      headers.add(
          "X" + text(TOKEN, 0, 10), text(" \t!\"(),/:;<=>?@[\\]{}azAZ09\u0080\u00ff", 0, 20));
    }
    return headers.build();
  }

  private BodyFraming requestFraming() {
    return switch (random.nextInt(3)) {
      case 0 -> BodyFraming.NONE;
      case 1 -> BodyFraming.CHUNKED;
      default -> BodyFraming.length(random.nextLong(1L << random.nextInt(1, 50)));
    };
  }

  private BodyFraming responseFraming() {
    var framing = requestFraming();
    return framing.equals(BodyFraming.NONE) ? BodyFraming.CLOSE : framing;
  }

  private ConnectionOption option() {
    return random.nextBoolean() ? ConnectionOption.CLOSE : ConnectionOption.UNSAID;
  }

  private String text(String characters, int min, int max) {
    var text = new StringBuilder();
    for (int i = random.nextInt(min, max + 1); i > 0; i--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }
}
