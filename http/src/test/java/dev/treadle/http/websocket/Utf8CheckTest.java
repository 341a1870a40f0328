package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8CheckTest {

  private final Utf8Check check = new Utf8Check();

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf",
        "cebae1bdb9cf83cebcceb5",
        "6162636465666768c3a4616263646566676869"
      })
  void whatIsUtf8(String hex) {
    var bytes = bytes(hex);

    assertThat(check.accepts(bytes, 0, bytes.length)).isTrue();
    assertThat(check.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0",
        "c1",
        "f5",
        "ff",
        "e080",
        "e09f",
        "eda0",
        "edbf",
        "f080",
        "f08f",
        "f490",
        "c241",
        "e1bf41",
        "f1bfbf41",
        "6162636465666768ff"
      })
  void whatIsNotAtTheFirstByteThatShowsIt(String hex) {
    var bytes = bytes(hex);

    assertThat(check.accepts(bytes, 0, bytes.length - 1)).isTrue();
    assertThat(check.accepts(bytes, bytes.length - 1, bytes.length)).isFalse();
  }

  @Test
  void aCharacterCutOffIsNotComplete() {
    assertThat(check.accepts(bytes("f09f98"), 0, 3)).isTrue();
    assertThat(check.isComplete()).isFalse();

    check.reset();

    assertThat(check.isComplete()).isTrue();
    assertThat(check.accepts(bytes("41"), 0, 1)).isTrue();
  }

  @Test
  void agreesWithTheJdkWhereverItIsCut() {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var bytes = anything(random);
      int cut = random.nextInt(bytes.length + 1);
      check.reset();

      boolean accepted =
          check.accepts(bytes, 0, cut)
              && check.accepts(bytes, cut, bytes.length)
              && check.isComplete();

      assertThat(accepted)
          .as("seed %d: %s", seed, HexFormat.of().formatHex(bytes))
          .isEqualTo(isUtf8(bytes));
    }
  }

  /// Mostly text, now and then damaged.
  private static byte[] anything(Random random) {
    var text = new StringBuilder();
    for (int left = random.nextInt(12); left > 0; left--) {
      int[] ranges = {0x80, 0x800, 0xD800, 0x10000, 0x110000};
      int most = ranges[random.nextInt(ranges.length)];
      text.appendCodePoint(random.nextInt(most));
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
