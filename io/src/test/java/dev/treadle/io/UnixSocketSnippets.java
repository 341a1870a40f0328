package dev.treadle.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Path;

/// The example of [UnixSocket], run as a test.
class UnixSocketSnippets {

  @TreadleTest
  void both() throws IOException {
    var path = Path.of("/run/app.sock");
    // @start region="both"
    try (var listener = UnixSocket.listen(path)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(TcpSnippets::greet));

        try (var stream = UnixSocket.connect(path)) {
          var writer = ByteWriter.of(stream);
          writer.writeUtf8("Ada\n");
          writer.flush();
          assertThat(ByteReader.of(stream).readLine(100)).isEqualTo("hello Ada");
        }
      });
    }
    // @end region="both"
  }
}
