package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BodyDecoderTest {

  private final ByteBuffer out = ByteBuffer.allocate(64);

  private static BodyDecoder decoder(BodyFraming framing) {
    return BodyDecoder.of(framing, MessageLimits.DEFAULT);
  }

  @Test
  void noContentHasEndedAtOnce() throws HttpParseException {
    var decoder = decoder(BodyFraming.NONE);
    var in = Wire.buffer("next");

    decoder.decode(in, out);

    assertThat(decoder.isDone()).isTrue();
    assertThat(decoder.direct()).isZero();
    assertThat(in.remaining()).isEqualTo(4);
    assertThat(decoder.trailers().isEmpty()).isTrue();
  }

  @Test
  void contentWithALengthEndsThere() throws HttpParseException {
    var decoder = decoder(BodyFraming.length(5));
    var in = Wire.buffer("hello next");

    decoder.decode(in, out);

    assertThat(Wire.written(out)).isEqualTo("hello");
    assertThat(decoder.isDone()).isTrue();
    assertThat(in.remaining()).isEqualTo(5);
  }

  @Test
  void contentWithALengthComesInPieces() throws HttpParseException {
    var decoder = decoder(BodyFraming.length(5));

    decoder.decode(Wire.buffer("he"), out);
    assertThat(decoder.isDone()).isFalse();
    assertThat(decoder.direct()).isEqualTo(3);

    decoder.decode(Wire.buffer("llo"), out);
    assertThat(decoder.isDone()).isTrue();
    assertThat(Wire.written(out)).isEqualTo("hello");
  }

  @Test
  void aFullBufferEndsTheCallNotTheContent() throws HttpParseException {
    var decoder = decoder(BodyFraming.length(5));
    var in = Wire.buffer("hello");
    var small = ByteBuffer.allocate(2);

    decoder.decode(in, small);

    assertThat(in.remaining()).isEqualTo(3);
    assertThat(decoder.isDone()).isFalse();
  }

  @Test
  void contentMayBeTakenPastTheDecoder() throws HttpParseException {
    var decoder = decoder(BodyFraming.length(1000));

    decoder.tookDirectly(999);
    assertThat(decoder.direct()).isEqualTo(1);
    decoder.tookDirectly(1);

    assertThat(decoder.isDone()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.tookDirectly(1))
        .withMessage("count: expected 0 to 0, found 1");
  }

  @Test
  void missingContentIsToldOf() throws HttpParseException {
    var decoder = decoder(BodyFraming.length(5));
    decoder.decode(Wire.buffer("he"), out);

    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(decoder::connectionEnded)
        .withMessage("expected 3 more bytes of content, found the end of the connection");
  }

  @Test
  void contentMayLastAsLongAsTheConnection() throws HttpParseException {
    var decoder = decoder(BodyFraming.CLOSE);

    decoder.decode(Wire.buffer("hel"), out);
    decoder.decode(Wire.buffer("lo"), out);
    assertThat(decoder.isDone()).isFalse();
    assertThat(decoder.direct()).isEqualTo(Long.MAX_VALUE);
    decoder.tookDirectly(Integer.MAX_VALUE);
    decoder.connectionEnded();

    assertThat(decoder.isDone()).isTrue();
    assertThat(Wire.written(out)).isEqualTo("hello");
  }

  @Test
  void contentCanBeSkipped() throws HttpParseException {
    var fixed = decoder(BodyFraming.length(5));
    var chunked = decoder(BodyFraming.CHUNKED);
    var in = Wire.buffer("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nnext");

    assertThat(fixed.skip(Wire.buffer("hello next"))).isEqualTo(5);
    assertThat(chunked.skip(in)).isEqualTo(6);
    assertThat(fixed.isDone()).isTrue();
    assertThat(chunked.isDone()).isTrue();
    assertThat(in.remaining()).isEqualTo(4);
  }

  @Test
  void aTunnelIsNoContent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder(BodyFraming.TUNNEL))
        .withMessage("framing: expected that of content, found TUNNEL");
  }

  @Test
  void onlyALengthHasANumber() {
    assertThat(BodyFraming.length(0).isEmpty()).isTrue();
    assertThat(BodyFraming.NONE.isEmpty()).isTrue();
    assertThat(BodyFraming.CHUNKED.isEmpty()).isFalse();
    assertThat(BodyFraming.length(0)).isNotEqualTo(BodyFraming.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BodyFraming(BodyFraming.Kind.CHUNKED, 1))
        .withMessage("length: expected 0 or more, and 0 if the kind is not LENGTH, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BodyFraming.length(-1))
        .withMessage("length: expected 0 or more, and 0 if the kind is not LENGTH, found -1");
  }
}
