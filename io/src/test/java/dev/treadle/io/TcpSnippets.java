package dev.treadle.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The examples of [Tcp] and [Listener], run as tests.
class TcpSnippets {

  @TreadleTest
  void connect(Simulation simulation) throws IOException {
    try (var listener = Tcp.listen(7)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(TcpSnippets::greet));
        simulation.awaitBlocked();

        assertThat(greeting()).isEqualTo("hello Ada");
      });
    }
  }

  private static @Nullable String greeting() throws IOException {
    // @start region="connect"
    try (var stream = Tcp.connect("localhost", 7)) {
      var writer = ByteWriter.of(stream);
      writer.writeUtf8("Ada\n");
      writer.flush();
      return ByteReader.of(stream).readLine(100);
    }
    // @end region="connect"
  }

  // @start region="serve"
  static void serve() throws IOException {
    try (var listener = Tcp.listen(7)) {
      listener.serve(stream -> greet(stream)); // a task for each connection
    }
  }

  static void greet(ByteStream stream) throws IOException {
    var name = ByteReader.of(stream).readLine(100);
    var writer = ByteWriter.of(stream);
    writer.writeUtf8("hello " + name + "\n");
    writer.flush();
  }

  // @end region="serve"
}
