package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;

/// The example of [MemoryStream], run as a test.
class MemoryStreamSnippets {

  /// A server that is to be tested.
  private static void greet(ByteStream stream) throws IOException {
    var name = ByteReader.of(stream).readLine(100);
    var writer = ByteWriter.of(stream);
    writer.writeUtf8("hello " + name + "\n");
    writer.flush();
  }

  // @start region="pair"
  @TreadleTest
  void aGuestIsGreetedByName() throws IOException {
    try (var pair = MemoryStream.pair()) {
      gather(
          () -> greet(pair.server()),
          () -> {
            var writer = ByteWriter.of(pair.client());
            writer.writeUtf8("Ada\n");
            writer.flush();
            assertThat(ByteReader.of(pair.client()).readLine(100)).isEqualTo("hello Ada");
          });
    }
  }

  // @end region="pair"
}
