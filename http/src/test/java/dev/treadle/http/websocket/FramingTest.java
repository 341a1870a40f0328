package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Messages of every size (Autobahn's cases 1), and what is no frame at all.
class FramingTest {

  private static final int[] SIZES = {0, 1, 125, 126, 127, 128, 1000, 65_535, 65_536, 100_000};

  private static byte[] content(int size) {
    var content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31);
    }
    return content;
  }

  @TreadleTest
  void textsOfEverySizeComeBack() throws IOException {
    for (int size : SIZES) {
      var text = "*".repeat(size);

      var outcome =
          RawClient.create().echoed().send(WireFrame.text(text), WireFrame.close(1000, ""));

      assertThat(outcome.texts()).containsExactly(text);
      assertThat(together(outcome.answers())).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      assertThat(outcome.answers()).noneMatch(WireFrame::masked);
    }
  }

  @TreadleTest
  void bytesOfEverySizeComeBack() throws IOException {
    for (int size : SIZES) {
      var outcome =
          RawClient.create()
              .echoed()
              .send(WireFrame.binary(content(size)), WireFrame.close(1000, ""));

      assertThat(outcome.bytes()).isEqualTo(content(size));
      assertThat(together(outcome.answers())).isEqualTo(content(size));
    }
  }

  /// What the data frames have in them; long messages come in fragments.
  private static byte[] together(List<WireFrame> frames) {
    var all = new java.io.ByteArrayOutputStream();
    frames.stream().filter(frame -> frame.opcode() < 8).forEach(f -> all.writeBytes(f.payload()));
    return all.toByteArray();
  }

  @TreadleTest
  void everyCutIsAllTheSame() throws IOException {
    var frames =
        WireFrame.bytes(
            WireFrame.text("first"),
            WireFrame.text("se").unfinished(),
            WireFrame.ping("between"),
            WireFrame.text("cond").continuation(),
            WireFrame.binary(content(300)),
            WireFrame.close(1000, "bye"));
    for (int piece = 1; piece < 20; piece++) {
      var outcome = RawClient.create().inPiecesOf(piece).send(frames);

      assertThat(outcome.messages()).hasSize(3);
      assertThat(outcome.messages().getLast()).isEqualTo(new Message.Binary(content(300)));
      assertThat(outcome.said()).containsExactly("pong! 'between'", "close! 1000 'bye'");
    }
  }

  @TreadleTest
  void longMessagesAreSentInFragments() throws IOException {
    var outcome =
        RawClient.create()
            .with(s -> s.withFragment(1000))
            .echoed()
            .send(WireFrame.binary(content(2500)), WireFrame.close(1000, ""));

    assertThat(outcome.answers()).extracting(WireFrame::opcode).containsExactly(2, 0, 0, 8);
    assertThat(outcome.answers()).extracting(WireFrame::bits).containsExactly(0, 0, 8, 8);
    assertThat(outcome.answers())
        .extracting(f -> f.payload().length)
        .containsExactly(1000, 1000, 500, 2);
  }

  @TreadleTest
  void aClientThatDoesNotMask() throws IOException {
    var outcome = RawClient.create().send(WireFrame.text("secret").bare());

    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.said())
        .containsExactly(
            "close! 1002 'expected a client's frame to be masked, found one that is not'");
    assertThat(outcome.endMessage())
        .isEqualTo(
            "the WebSocket was closed by this end: 1002, expected a client's frame to be masked,"
                + " found one that is not");
  }

  @TreadleTest
  void aConnectionThatEnds() throws IOException {
    var half = Arrays.copyOf(WireFrame.text("never complete").bytes(), 12);

    var outcome = RawClient.create().send(half);

    assertThat(outcome.endMessage())
        .isEqualTo("the WebSocket broke: the connection ended without a close frame");
    assertThat(outcome.code()).isEqualTo(1006);
    assertThat(outcome.said()).isEmpty();
  }
}
