package dev.treadle.io;

import static dev.treadle.io.ByteStreamContract.readText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The example of [ByteWriter], run as a test.
class ByteWriterSnippets {

  // @start region="pieces"
  static void send(ByteStream stream, String subject, byte[] body) throws IOException {
    var writer = ByteWriter.of(stream);
    writer.writeAscii("length: " + body.length + "\r\nsubject: ");
    writer.writeUtf8(subject);
    writer.writeAscii("\r\n\r\n");
    writer.write(body);
    writer.flush();
  }

  // @end region="pieces"

  @TreadleTest
  void aMessageIsSentInOnePiece() throws IOException {
    try (var pair = MemoryStream.pair()) {
      send(pair.client(), "Grüße", "hi".getBytes(StandardCharsets.US_ASCII));

      assertThat(readText(pair.server(), 33)).startsWith("length: 2\r\n").endsWith("\r\n\r\nhi");
    }
  }
}
