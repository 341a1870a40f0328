package dev.treadle.benchmarks.http;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Starts a server with and without TLS, and a client that asks it: see [Asking].
final class Asked {

  /// Stands for the port of TLS in a command.
  static final String TLS_PORT = "TLS_PORT";

  /// Stands for the file of the server's [Identity] in a command, also within a word.
  static final String IDENTITY = "IDENTITY";

  private Asked() {}

  /// Has the client answer.
  ///
  /// @param words how many of them are the server's command, that command, and the client's
  public static void main(String[] words) throws Exception {
    int split = 1 + Integer.parseInt(words[0]);
    var folder = Files.createTempDirectory("treadle-benchmark");
    var identity = Identity.create(folder);
    try {
      var tlsPort = Integer.toString(ServerProcess.freePort());
      var all =
          Arrays.stream(words)
              .map(word -> word.equals(TLS_PORT) ? tlsPort : word)
              .map(word -> word.replace(IDENTITY, identity.toString()))
              .toList();
      try (var server = ServerProcess.start(all.subList(1, split))) {
        run(all.subList(split, all.size()), server.port());
      }
    } finally {
      Files.delete(identity);
      Files.delete(folder);
    }
  }

  private static void run(List<String> client, int port) throws Exception {
    var command = new ArrayList<>(client);
    command.replaceAll(word -> word.equals(ServerProcess.PORT) ? Integer.toString(port) : word);
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("expected the client to end well, got exit code " + code);
    }
  }
}
