package dev.treadle.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A side that runs another language's program, relative to the folder of the benchmarks.
///
/// @param name the name that stands in the table
/// @param command the program and its arguments; it answers as [Measuring] says
/// @param probe a command that succeeds where everything needed is installed; empty: the first word
///   of the command is looked up on the PATH
public record Command(String name, List<String> command, List<String> probe) implements Program {

  /// Returns a side that needs nothing but its first word on the PATH.
  public static Command of(String name, String... command) {
    return new Command(name, List.of(command), List.of());
  }

  /// Returns this side with a command that fails where something is missing, such as `python3 -c
  /// "import aiohttp"`.
  public Command withProbe(String... words) {
    return new Command(name, command, List.of(words));
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    var tool = probe.isEmpty() ? command.getFirst() : probe.getFirst();
    if (!onPath(tool)) {
      return Optional.of(tool + " is not installed");
    }
    return probe.isEmpty() || succeeds(probe)
        ? Optional.empty()
        : Optional.of("'" + String.join(" ", probe) + "' fails");
  }

  private static boolean onPath(String tool) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(tool))
        .anyMatch(Files::isExecutable);
  }

  private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
    var nowhere = ProcessBuilder.Redirect.DISCARD;
    return new ProcessBuilder(command)
            .redirectOutput(nowhere)
            .redirectError(nowhere)
            .start()
            .waitFor()
        == 0;
  }
}
