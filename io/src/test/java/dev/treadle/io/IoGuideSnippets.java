package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The examples of `docs/io.md`, run as tests.
class IoGuideSnippets {

  @TreadleTest
  void patience() throws IOException {
    try (var pair = MemoryStream.pair()) {
      TaskGroup.run(group -> {
        group.start(() -> {
          sleep(Duration.ofSeconds(10));
          pair.server().write(ByteBuffer.wrap(new byte[] {7}));
          pair.server().close();
        });

        assertThat(listen(pair.client())).isEqualTo(3);
      });
    }
  }

  // @start region="patience"
  static int listen(ByteStream stream) throws IOException {
    var buffer = ByteBuffer.allocate(1024);
    int silences = 0;
    while (true) {
      var count = moveOnAfter(Duration.ofSeconds(3), () -> stream.read(buffer));
      if (count.isEmpty()) {
        silences++; // say something, look after something else, and listen again
      } else if (count.get() < 0) {
        return silences;
      }
    }
  }
  // @end region="patience"
}
