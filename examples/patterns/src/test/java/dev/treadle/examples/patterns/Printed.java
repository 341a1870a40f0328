package dev.treadle.examples.patterns;

import dev.treadle.Action;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a program prints.
final class Printed {

  private Printed() {}

  /// Runs it and returns its lines, of which nothing is printed.
  static synchronized <X extends Exception> String by(Action<X> program) throws X {
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
