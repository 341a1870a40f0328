package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {

  @Test
  void theExampleOfTheRfc() {
    byte[] hello = {0x7F, (byte) 0x9F, 0x4D, 0x51, 0x58};

    Masking.apply(hello, 0, 5, 0x37FA213D, 0);

    assertThat(hello).asString().isEqualTo("Hello");
  }

  @Test
  void anyPartAtAnyOffsetIsMaskedAsByteByByte() {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      int key = random.nextInt();
      long offset = random.nextLong() & Long.MAX_VALUE;
      var expected = byteByByte(bytes, from, to, key, offset);

      Masking.apply(bytes, from, to, key, offset);

      assertThat(bytes).as("seed %d, round %d", seed, i).isEqualTo(expected);
    }
  }

  private static byte[] byteByByte(byte[] bytes, int from, int to, int key, long offset) {
    var masked = bytes.clone();
    for (int i = from; i < to; i++) {
      int octet = (int) ((offset + i - from) % 4);
      masked[i] ^= (byte) (key >>> (24 - 8 * octet));
    }
    return masked;
  }

  @Test
  void keysAreNotRepeated() {
    var keys = new MaskKeys();
    var seen = new HashSet<Integer>();

    for (int i = 0; i < 1_000; i++) {
      seen.add(keys.next());
    }

    // Among a thousand of four billion, two are the same once in eight thousand runs.
    assertThat(seen).hasSizeGreaterThan(997);
  }
}
