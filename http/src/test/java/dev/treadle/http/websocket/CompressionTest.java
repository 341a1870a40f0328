package dev.treadle.http.websocket;

import static dev.treadle.http.websocket.Talk.bytes;
import static dev.treadle.http.websocket.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Compressed messages (Autobahn's cases 12 and 13).
class CompressionTest {

  private static final List<CompressionSettings> ALL =
      List.of(
          CompressionSettings.withContext(),
          CompressionSettings.withoutContext(),
          CompressionSettings.withoutContext().withThreshold(0).withLevel(1),
          new CompressionSettings(true, false, 0, 9));

  private static String sample(int size) {
    return "{\"name\":\"Träger\",\"value\":42}, ".repeat(size / 30 + 1).substring(0, size);
  }

  @TreadleTest
  void textsOfEverySizeComeBack() {
    for (var settings : ALL) {
      Talk.create()
          .compressed(settings)
          .run(
              Talk::echo,
              socket -> {
                for (int size : new int[] {0, 1, 16, 64, 256, 1024, 4096, 65_536, 131_072}) {
                  socket.send(sample(size));
                  assertThat(text(socket.receive())).isEqualTo(sample(size));
                }
              });
    }
  }

  @TreadleTest
  void whatCannotBeCompressedComesBack() {
    for (var settings : ALL) {
      Talk.create()
          .compressed(settings)
          .run(
              Talk::echo,
              socket -> {
                var random = new byte[100_000];
                new java.util.Random(1).nextBytes(random);
                for (int i = 0; i < 3; i++) {
                  socket.send(random);
                  assertThat(bytes(socket.receive())).isEqualTo(random);
                }
              });
    }
  }

  @TreadleTest
  void messagesGetShorter() {
    Talk.create()
        .compressed(CompressionSettings.withContext())
        .run(
            Talk::echo,
            socket -> {
              socket.send(sample(10_000));
              socket.receive();
              long once = socket.statistics().bytesSent();
              assertThat(once).isLessThan(300);
              socket.send(sample(1000));
              socket.receive();
              assertThat(socket.statistics().bytesSent() - once).isLessThan(40);
            });
  }

  @TreadleTest
  void longMessagesByAndBy() {
    Talk.create()
        .compressed(CompressionSettings.withContext())
        .run(
            socket -> {
              for (int i = 0; i < 2; i++) {
                socket.writeText(writer -> {
                  for (int part = 0; part < 100; part++) {
                    writer.write(sample(10_000));
                  }
                });
              }
            },
            socket -> {
              for (int i = 0; i < 2; i++) {
                long size =
                    socket.readMessage(reader -> {
                      long sum = 0;
                      var buffer = ByteBuffer.allocate(5000);
                      for (int n = 0; n >= 0; n = reader.read(buffer.clear())) {
                        sum += n;
                      }
                      return sum;
                    });
                assertThat(size)
                    .isEqualTo(100L * sample(10_000).getBytes(StandardCharsets.UTF_8).length);
              }
            });
  }

  @TreadleTest
  void aMessageThatWasGivenUpLeavesNoTraceInTheContext() {
    Talk.create()
        .compressed(CompressionSettings.withContext())
        .run(
            socket -> {
              socket.send(sample(500));
              dev.treadle.test.Failures.thrownBy(
                  IllegalStateException.class,
                  () ->
                      socket.writeText(writer -> {
                        writer.write(sample(70_000));
                        throw new IllegalStateException("out of ideas");
                      }));
              socket.send(sample(600));
            },
            socket -> {
              assertThat(text(socket.receive())).isEqualTo(sample(500));
              assertThat(text(socket.receive())).isEqualTo(sample(600));
            });
  }

  // --- What a peer may send

  private static WireFrame compressed(String hex) {
    return new WireFrame(8 | 4, 1, true, HexFormat.of().parseHex(hex));
  }

  private static RawClient.Outcome receive(WireFrame... frames) throws IOException {
    var terms = new DeflateTerms(CompressionSettings.withContext(), true, true);
    return RawClient.create().with(new Agreement(null, terms)).send(frames);
  }

  @TreadleTest
  void fragmentsOfACompressedMessage() throws IOException {
    var outcome =
        receive(
            compressed("f248cd").withBits(4),
            WireFrame.ping("between"),
            compressed("c9c90700").withBits(8).continuation(),
            WireFrame.text("plain"),
            WireFrame.close(1000, ""));

    assertThat(outcome.texts()).containsExactly("Hello", "plain");
  }

  @TreadleTest
  void aContinuationWithTheBitOfCompression() throws IOException {
    assertThat(receive(compressed("f248cd").withBits(4), compressed("c9").continuation()).code())
        .isEqualTo(1002);
  }

  @TreadleTest
  void whatIsNotCompressedByDeflate() throws IOException {
    var outcome = receive(compressed("ffffffff"));

    assertThat(outcome.code()).isEqualTo(1007);
    assertThat(outcome.endMessage()).contains("expected data compressed by deflate, found ");
  }

  @TreadleTest
  void compressedTextThatIsNoUtf8() throws IOException {
    // A stored block of the two bytes C0 AF.
    assertThat(receive(compressed("000200fdffc0af00")).endMessage())
        .endsWith("1007, expected text in UTF-8, found other bytes");
  }
}
