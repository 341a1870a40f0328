package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deflation and inflation: one puts in what the other takes out.
class DeflateTest {

  private static final CompressionSettings SETTINGS = CompressionSettings.withContext();

  private final Inflation keeping = new Inflation(true);
  private final Deflation deflation = new Deflation(SETTINGS, true);

  @AfterEach
  void release() {
    keeping.close();
    deflation.close();
  }

  private static byte[] inflate(Inflation inflation, byte[] compressed) throws ProtocolFault {
    var out = new Bytes();
    int used = inflation.inflate(compressed, 0, compressed.length, out, Long.MAX_VALUE);
    assertThat(used).isEqualTo(compressed.length);
    assertThat(inflation.finish(out, Long.MAX_VALUE)).isTrue();
    return out.copy();
  }

  private static String inflate(Inflation inflation, String hex) throws ProtocolFault {
    return new String(inflate(inflation, HexFormat.of().parseHex(hex)), StandardCharsets.UTF_8);
  }

  private static byte[] deflate(Deflation deflation, byte[] content) {
    var out = new Bytes();
    deflation.deflate(content, 0, content.length, true, out);
    return out.copy();
  }

  // --- The examples of RFC 7692, 7.2.3

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c90700",
        "000500faff48656c6c6f00",
        "f348cdc9c9070000",
        "f248050000" + "00ffffcac9c90700"
      })
  void everyWayToCompressHello(String hex) throws ProtocolFault {
    assertThat(inflate(keeping, hex)).isEqualTo("Hello");
    assertThat(inflate(keeping, hex)).isEqualTo("Hello");
  }

  @Test
  void aSecondMessageRefersToTheFirst() throws ProtocolFault {
    assertThat(inflate(keeping, "f248cdc9c90700")).isEqualTo("Hello");
    assertThat(inflate(keeping, "f200110000")).isEqualTo("Hello");
  }

  @Test
  void whoForgetsTheContextDoesNotUnderstandTheSecond() throws ProtocolFault {
    try (var forgetting = new Inflation(false)) {
      assertThat(inflate(forgetting, "f248cdc9c90700")).isEqualTo("Hello");

      assertThatThrownBy(() -> inflate(forgetting, "f200110000"))
          .isInstanceOfSatisfying(
              ProtocolFault.class, fault -> assertThat(fault.code()).isEqualTo(1007))
          .hasMessageStartingWith("expected data compressed by deflate, found ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0300"})
  void anEmptyMessage(String hex) throws ProtocolFault {
    assertThat(inflate(keeping, hex)).isEmpty();
    assertThat(inflate(keeping, "f248cdc9c90700")).isEqualTo("Hello");
  }

  @Test
  void whatIsCompressedIsWhatTheRfcShows() {
    var hello = "Hello".getBytes(StandardCharsets.UTF_8);

    assertThat(HexFormat.of().formatHex(deflate(deflation, hello))).isEqualTo("f248cdc9c90700");
    assertThat(HexFormat.of().formatHex(deflate(deflation, hello))).isEqualTo("f200110000");
  }

  // --- There and back

  @Test
  void whatGoesInComesOutWhateverTheCuts() throws ProtocolFault {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var content = content(random);

      assertThat(thereAndBack(content, random))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(content);
    }
  }

  private static byte[] content(Random random) {
    var content = new byte[random.nextInt(20_000)];
    if (random.nextBoolean()) {
      random.nextBytes(content);
    } else {
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) ('a' + random.nextInt(3));
      }
    }
    return content;
  }

  private byte[] thereAndBack(byte[] content, Random random) throws ProtocolFault {
    var compressed = new Bytes();
    int cut = random.nextInt(content.length + 1);
    deflation.deflate(content, 0, cut, false, compressed);
    deflation.deflate(content, cut, content.length - cut, true, compressed);
    var out = new Bytes();
    while (compressed.size() > 0) {
      int count = Math.min(compressed.size(), 1 + random.nextInt(3000));
      long enough = out.size() + 1L + random.nextInt(5000);
      compressed.taken(keeping.inflate(compressed.array(), compressed.from(), count, out, enough));
    }
    while (!keeping.finish(out, out.size() + 700L)) {
      assertThat(out.size()).isLessThanOrEqualTo(content.length);
    }
    return out.copy();
  }

  @Test
  void manyFlushesWithNothingBetween() throws ProtocolFault {
    var nothing = new byte[0];

    assertThat(inflate(keeping, deflate(deflation, nothing))).isEmpty();
    assertThat(inflate(keeping, deflate(deflation, nothing))).isEmpty();
    assertThat(inflate(keeping, deflate(deflation, new byte[] {7}))).containsExactly(7);
    assertThat(inflate(keeping, deflate(deflation, nothing))).isEmpty();
  }

  // --- Native memory

  @Test
  void withoutContextMemoryIsHeldWhileAMessageIsUnderWay() throws ProtocolFault {
    var out = new Bytes();
    try (var deflation = new Deflation(SETTINGS, false);
        var inflation = new Inflation(false)) {
      deflation.deflate(new byte[100], 0, 100, false, out);
      assertThat(deflation.isOpen()).isTrue();
      deflation.deflate(new byte[100], 0, 100, true, out);
      assertThat(deflation.isOpen()).isFalse();

      assertThat(inflate(inflation, out.copy())).hasSize(200);
      assertThat(inflation.isOpen()).isFalse();
    }
  }

  @Test
  void withContextMemoryIsHeldToTheEnd() throws ProtocolFault {
    assertThat(inflate(keeping, deflate(deflation, new byte[10]))).hasSize(10);
    assertThat(keeping.isOpen()).isTrue();
    assertThat(deflation.isOpen()).isTrue();

    keeping.close();
    deflation.close();

    assertThat(keeping.isOpen()).isFalse();
    assertThat(deflation.isOpen()).isFalse();
  }

  @Test
  void onlyAFewAreKeptForTheNext() throws ProtocolFault {
    for (int i = 0; i < 1000; i++) {
      try (var deflation = new Deflation(SETTINGS, true);
          var another = new Deflation(SETTINGS.withLevel(1), true);
          var inflation = new Inflation(true)) {
        var compressed = deflate(i % 2 == 0 ? deflation : another, new byte[] {1, 2, 3});
        assertThat(inflate(inflation, compressed)).containsExactly(1, 2, 3);
      }
    }

    assertThat(Spares.count()).isLessThanOrEqualTo(4 * Runtime.getRuntime().availableProcessors());
  }

  // --- Bombs

  @Test
  void nothingIsDecompressedBeyondWhatIsWanted() throws ProtocolFault {
    var bomb = deflate(deflation, new byte[10_000_000]);
    var out = new Bytes();

    int used = keeping.inflate(bomb, 0, bomb.length, out, 5_000);

    assertThat(bomb).hasSizeLessThan(20_000);
    assertThat(out.size()).isEqualTo(5_000);
    assertThat(out.array()).hasSizeLessThan(10_000);
    assertThat(used).isLessThan(bomb.length);
  }

  @Test
  void garbageIsRefusedAndNothingElse() {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      var garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      try (var inflation = new Inflation(false)) {
        var out = new Bytes();
        inflation.inflate(garbage, 0, garbage.length, out, 100_000);
        inflation.finish(out, 100_000);
        assertThat(out.size()).as("seed %d", seed).isLessThanOrEqualTo(100_000);
      } catch (ProtocolFault refused) {
        assertThat(refused.code()).as("seed %d", seed).isEqualTo(1007);
      }
    }
  }
}
