package dev.treadle.io.file;

import java.io.IOException;
import java.nio.file.Path;

/// Makes fifos, which Java cannot.
final class Fifo {

  private Fifo() {}

  static Path in(Path folder) throws IOException, InterruptedException {
    var fifo = folder.resolve("fifo");
    var process = new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("mkfifo failed with " + process.exitValue());
    }
    return fifo;
  }
}
