package dev.treadle.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs a shell in a folder with exactly the environment it is given.
///
/// @param name `sh`, `bash`, ...
record Shell(String name, Path folder, Map<String, String> environment) {

  /// What a shell did.
  record Result(int exit, String out, String err) {}

  static Shell in(Path folder) {
    return new Shell("sh", folder, Map.of("PATH", System.getenv("PATH")));
  }

  /// Returns the names of those shells our scripts promise to run under that this machine has.
  static List<String> present() {
    return Stream.of("sh", "dash", "bash", "zsh").filter(Shell::isPresent).toList();
  }

  Shell named(String other) {
    return new Shell(other, folder, environment);
  }

  Shell with(String variable, Object value) {
    var changed = new HashMap<>(environment);
    changed.put(variable, value.toString());
    return new Shell(name, folder, Map.copyOf(changed));
  }

  /// Runs a command line and waits for its end.
  Result run(String command) {
    try {
      var out = Files.createTempFile("out", ".txt");
      var err = Files.createTempFile("err", ".txt");
      var builder = new ProcessBuilder(name, "-c", command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      int exit = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
      return new Result(exit, Disk.text(out), Disk.text(err));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException("interrupted while '" + command + "' ran", interrupt);
    }
  }

  private static boolean isPresent(String name) {
    return in(Path.of(".")).run("command -v " + name).exit() == 0;
  }
}
