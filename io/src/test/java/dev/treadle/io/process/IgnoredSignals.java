package dev.treadle.io.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What the parent of this JVM has it ignore, as `nohup` does with HUP: no test can receive it
/// then.
final class IgnoredSignals {

  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final String FIELD = "SigIgn:";

  private IgnoredSignals() {}

  /// Returns whether a signal is ignored, and says so in a line.
  static boolean has(String name) throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    long ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith(FIELD))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), 16))
            .findFirst()
            .orElse(0);
    boolean is = (ignored >> (NUMBERS.getOrDefault(name, 0) - 1) & 1) != 0;
    if (is) {
      System.out.println("not tested: this JVM was started with SIG" + name + " ignored");
    }
    return is;
  }
}
