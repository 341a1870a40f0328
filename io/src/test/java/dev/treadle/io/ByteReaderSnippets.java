package dev.treadle.io;

import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The examples of [ByteReader], run as tests.
class ByteReaderSnippets {

  // @start region="lines"
  /// Reads `name: value` lines up to an empty one, then a body whose length one of them says.
  static byte[] readMessage(ByteStream stream) throws IOException {
    var reader = ByteReader.of(stream);
    Map<String, String> headers = new LinkedHashMap<>();
    for (var line = reader.readLine(8_000);
        line != null && !line.isEmpty();
        line = reader.readLine(8_000)) {
      var parts = line.split(": ", 2);
      headers.put(parts[0], parts[1]);
    }
    return reader.readExactly(Integer.parseInt(headers.get("length")));
  }

  // @end region="lines"

  // @start region="parse"
  /// Reads a number of seven bits a byte, the last of them without the highest bit.
  static int readNumber(ByteReader reader) throws IOException {
    for (int value = 0; ; ) {
      if (!reader.buffered().hasRemaining() && !reader.fill(1)) {
        throw new IOException("the stream ended in a number");
      }
      ByteBuffer bytes = reader.buffered();
      while (bytes.hasRemaining()) {
        byte next = bytes.get();
        value = (value << 7) | (next & 0x7f);
        if (next >= 0) {
          return value;
        }
      }
    }
  }

  // @end region="parse"

  @TreadleTest
  void aMessageIsRead() throws IOException {
    try (var pair = MemoryStream.pair()) {
      write(pair.client(), "kind: greeting\r\nlength: 5\r\n\r\nhello, and more");

      assertThat(readMessage(pair.server())).asString().isEqualTo("hello");
    }
  }

  @TreadleTest
  void aNumberIsReadHoweverItIsCut() throws IOException {
    try (var pair = MemoryStream.pair()) {
      pair.client().write(ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x80, 1, 5}));

      var reader = ByteReader.of(pair.server(), 1);

      assertThat(readNumber(reader)).isEqualTo(0x4001);
      assertThat(readNumber(reader)).isEqualTo(5);
    }
  }
}
