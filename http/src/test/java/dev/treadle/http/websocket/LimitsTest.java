package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.test.TreadleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What is too long (Autobahn's cases 9), and settings that make no sense.
class LimitsTest {

  private static final WireFrame BYE = WireFrame.close(1000, "");
  private static final String TOO_LONG =
      "close! 1009 'expected messages of at most 1000 bytes, found a longer one'";

  private static RawClient limited() {
    return RawClient.create().with(settings -> settings.withMaxMessage(1000));
  }

  @TreadleTest
  void aMessageMayBeAsLongAsTheLimit() throws IOException {
    assertThat(limited().send(WireFrame.binary(new byte[1000]), BYE).bytes()).hasSize(1000);
  }

  @TreadleTest
  void aMessageThatIsLongerIsRefusedByItsHead() throws IOException {
    var head = Arrays.copyOf(WireFrame.binary(new byte[1001]).bytes(), 8);

    assertThat(limited().send(head).said()).containsExactly(TOO_LONG);
  }

  @TreadleTest
  void fragmentsThatAreTooLongTogether() throws IOException {
    var half = WireFrame.binary(new byte[501]);

    assertThat(limited().send(half.unfinished(), half.continuation()).said())
        .containsExactly(TOO_LONG);
  }

  @TreadleTest
  void aFrameThatIsTooLong() throws IOException {
    var outcome =
        RawClient.create()
            .with(settings -> settings.withMaxFrame(500))
            .send(WireFrame.binary(new byte[501]));

    assertThat(outcome.said())
        .containsExactly("close! 1009 'expected frames of at most 500 bytes, found one of 501'");
  }

  @TreadleTest
  void aLengthThatIsOnlyClaimedTakesNoMemory() throws IOException {
    var head = ByteBuffer.allocate(14).put((byte) 0x82).put((byte) 0xFF).putLong(1L << 29).array();

    var outcome =
        RawClient.create()
            .with(settings -> settings.withMaxMessage(1 << 30).withMaxFrame(1L << 40))
            .send(head);

    assertThat(outcome.code()).isEqualTo(1006);
  }

  @TreadleTest
  void aCompressedMessageCountsAsItComesOut() throws IOException {
    var out = new Bytes();
    try (var deflation = new Deflation(CompressionSettings.withoutContext(), false)) {
      deflation.deflate(new byte[50_000_000], 0, 50_000_000, true, out);
    }
    var terms = new DeflateTerms(CompressionSettings.withoutContext(), false, false);
    var bomb = new WireFrame(8 | 4, 2, true, out.copy());

    var outcome = limited().with(new Agreement(null, terms)).send(bomb);

    assertThat(outcome.said()).containsExactly(TOO_LONG);
  }

  @TreadleTest
  void aFrameMayBeAsLargeAsTheLimit() throws IOException {
    int most = 16 << 20;
    var text = "*".repeat(most);

    var outcome =
        RawClient.create()
            .with(settings -> settings.withMaxMessage(most))
            .send(WireFrame.text(text), BYE);

    assertThat(outcome.texts()).containsExactly(text);
  }

  /// A frame of nothing costs its sender six bytes, and must not cost the receiver more for ever.
  @TreadleTest
  void aMessageMayComeInAsManyFramesAsItLikes() throws IOException {
    var frames = new ByteArrayOutputStream();
    var piece = WireFrame.binary(new byte[64]);
    frames.writeBytes(piece.unfinished().bytes());
    for (int i = 0; i < 10_000; i++) {
      frames.writeBytes(piece.continuation().unfinished().bytes());
      frames.writeBytes(WireFrame.binary().continuation().unfinished().bytes());
    }
    frames.writeBytes(piece.continuation().bytes());
    frames.writeBytes(BYE.bytes());

    var outcome = RawClient.create().send(frames.toByteArray());

    assertThat(outcome.bytes()).hasSize(10_002 * 64);
    assertThat(outcome.said()).containsExactly("close! 1000 ''");
  }

  // --- Settings

  @Test
  void settingsThatMakeNoSense() {
    var settings = WebSocketSettings.defaults();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withMaxMessage(0))
        .withMessage("message: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withMaxFrame(0))
        .withMessage("frame: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withFragment(127))
        .withMessage("fragment: expected at least 128, found 127");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withPings(Duration.ZERO, Duration.ofSeconds(1)))
        .withMessage("interval: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withPings(Duration.ofSeconds(1), Duration.ZERO))
        .withMessage("pongTimeout: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withCloseTimeout(Duration.ofSeconds(-1)))
        .withMessage("closeTimeout: expected a duration above zero, found PT-1S");
  }

  @Test
  void subprotocolsAreTokensEachOnce() {
    var settings = WebSocketSettings.defaults();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withSubprotocols("a b"))
        .withMessage(
            "subprotocols: expected letters, digits and !#$%&'*+-.^_`|~ only, found 'a b'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withSubprotocols("a", "a"))
        .withMessage("subprotocols: expected each once, found [a, a]");
  }

  @Test
  void compressionSettingsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompressionSettings.withContext().withLevel(0))
        .withMessage("level: expected 1 to 9, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompressionSettings.withContext().withThreshold(-1))
        .withMessage("threshold: expected at least 0, found -1");
  }
}
