package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/// Texts that are UTF-8 and texts that are not (Autobahn's cases 6).
class Utf8Test {

  private static final WireFrame BYE = WireFrame.close(1000, "");

  private static WireFrame text(String hex) {
    return new WireFrame(8, 1, true, HexFormat.of().parseHex(hex));
  }

  @TreadleTest
  void charactersMayBeCutByFragments() throws IOException {
    var text = "Hello-µ@ßöäüàá-UTF-8!! 😀";
    var bytes = WireFrame.text(text).payload();
    for (int cut = 0; cut <= bytes.length; cut++) {
      var first = new WireFrame(0, 1, true, Arrays.copyOf(bytes, cut));
      var second = new WireFrame(8, 0, true, Arrays.copyOfRange(bytes, cut, bytes.length));

      assertThat(RawClient.create().send(first, second, BYE).texts()).containsExactly(text);
    }
  }

  @TreadleTest
  void whatIsNoUtf8() throws IOException {
    for (var hex :
        new String[] {
          "80", "c0af", "cebae1bdb9cf83cebcceb5eda08065646974656", "f4908080", "fefeffff", "edbfbf"
        }) {
      var outcome = RawClient.create().send(text(hex.length() % 2 == 0 ? hex : hex + "1"), BYE);

      assertThat(outcome.said())
          .containsExactly("close! 1007 'expected text in UTF-8, found other bytes'");
    }
  }

  @TreadleTest
  void aCharacterCutOffAtTheEnd() throws IOException {
    var outcome = RawClient.create().send(text("c3"), BYE);

    assertThat(outcome.said())
        .containsExactly(
            "close! 1007 'expected text in UTF-8, found a character cut off at its end'");
  }

  @TreadleTest
  void theFirstWrongByteIsEnough() throws IOException {
    var frame = text("cebae1bdb9cf83cebcceb5" + "f4908080" + "656469746564").bytes();
    // The head, the valid part, and the two bytes that show it.
    var outcome = RawClient.create().send(Arrays.copyOf(frame, 6 + 11 + 2));

    assertThat(outcome.code()).isEqualTo(1007);
  }

  @TreadleTest
  void theFirstWrongByteOfAFragmentIsEnough() throws IOException {
    var outcome = RawClient.create().send(text("cebaf490").unfinished());

    assertThat(outcome.code()).isEqualTo(1007);
  }

  @TreadleTest
  void bytesMayBeAnything() throws IOException {
    var outcome =
        RawClient.create().send(WireFrame.binary((byte) 0x80, (byte) 0xFF, (byte) 0xFE), BYE);

    assertThat(outcome.bytes()).containsExactly(0x80, 0xFF, 0xFE);
  }
}
