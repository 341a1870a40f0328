package dev.treadle.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is printed to standard error while something runs.
final class StandardError {

  private StandardError() {}

  /// Returns the lines that Treadle prints meanwhile.
  static List<String> of(Runnable body) {
    var before = System.err;
    var bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(before);
    }
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("[treadle] "))
        .toList();
  }
}
