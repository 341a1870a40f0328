package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes, cut anywhere: messages, or the end, and never anything else.
class WebSocketFuzzTest {

  private static final int ROUNDS = 400;
  private static final int LIMIT = 4_000;

  /// Any failure names the seed of its round.
  private interface Round {
    void run(Random random) throws Exception;
  }

  private static void fuzz(Round round) {
    long first = Long.getLong("fuzz.seed", 2026);
    for (int i = 0; i < ROUNDS; i++) {
      long seed = first + i;
      try {
        Simulation.run(_ -> round.run(new Random(seed)));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static RawClient client(Random random) {
    var terms =
        new DeflateTerms(
            CompressionSettings.withContext(), random.nextBoolean(), random.nextBoolean());
    return RawClient.create()
        .with(settings -> settings.withMaxMessage(LIMIT))
        .with(random.nextBoolean() ? Agreement.plain() : new Agreement(null, terms))
        .inPiecesOf(1 + random.nextInt(40));
  }

  private static void check(RawClient.Outcome outcome) {
    assertThat(outcome.end()).isNotNull();
    assertThat(outcome.code())
        .matches(code -> CloseCode.isSendable(code) || code == 1005 || code == 1006);
    for (var message : outcome.messages()) {
      int size =
          switch (message) {
            case Message.Text(var text) -> text.getBytes(StandardCharsets.UTF_8).length;
            case Message.Binary(var bytes) -> bytes.length;
          };
      assertThat(size).isLessThanOrEqualTo(LIMIT);
    }
  }

  @Test
  void bytesThatMeanNothing() {
    fuzz(random -> {
      var bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      check(client(random).send(bytes));
    });
  }

  @Test
  void framesThatMakeNoSenseTogether() {
    fuzz(random -> check(client(random).send(frames(random))));
  }

  @Test
  void framesOfWhichSomeBytesAreWrong() {
    fuzz(random -> {
      var bytes = frames(random);
      for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      check(client(random).send(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
    });
  }

  private static byte[] frames(Random random) {
    var bytes = new ByteArrayOutputStream();
    for (int left = random.nextInt(6); left >= 0; left--) {
      int opcode = new int[] {0, 0, 1, 1, 2, 8, 9, 10}[random.nextInt(8)];
      int bits = new int[] {8, 8, 8, 0, 0, 12, 4, 10}[random.nextInt(8)];
      var payload = new byte[random.nextInt(random.nextBoolean() ? 10 : 400)];
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) random.nextInt(random.nextBoolean() ? 128 : 256);
      }
      bytes.writeBytes(new WireFrame(bits, opcode, true, payload).bytes());
    }
    return bytes.toByteArray();
  }

  @Test
  void messagesOfAnySizeInAnyFragmentsArriveWhole() {
    fuzz(random -> {
      int fragment = 128 + random.nextInt(500);
      var content = new byte[random.nextInt(3_000)];
      random.nextBytes(content);
      var settings = new CompressionSettings(random.nextBoolean(), random.nextBoolean(), 0, 1);
      var talk = Talk.create().both(s -> s.withFragment(fragment)).capacity(1 + random.nextInt(99));
      if (random.nextBoolean()) {
        talk.compressed(settings);
      }
      talk.run(
          socket -> {
            socket.send(content);
            socket.send(content);
          },
          socket -> {
            assertThat(Talk.bytes(socket.receive())).isEqualTo(content);
            assertThat(Talk.bytes(socket.receive())).isEqualTo(content);
          });
    });
  }
}
