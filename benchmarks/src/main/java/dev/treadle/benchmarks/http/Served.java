package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.ClassPath;
import dev.treadle.benchmarks.Command;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Program;
import dev.treadle.benchmarks.SideFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A server under [Load].
///
/// @param name the name that stands in the table
/// @param path what is asked for
/// @param connections how many ask at the same time
/// @param server its command, in which `PORT` stands for its port
/// @param needs a shell command that succeeds where everything needed is installed
record Served(String name, String path, int connections, List<String> server, String needs)
    implements Program {

  private static final String LOAD_GENERATOR = "command -v wrk";
  private static final String HEAP = "-Xmx512m";

  /// Returns a class whose `main` is given a port.
  static Served java(String name, Class<?> main, String path, int connections)  {
    var command = JavaProgram.of(name, main).withJvmArguments(HEAP).withArguments("PORT");
    return new Served(name, path, connections, commandOf(command), LOAD_GENERATOR);
  }

  private static List<String> commandOf(JavaProgram program) {
    try {
      return program.withoutJars("treadle-testkit").command();
    } catch (SideFailedException | IOException e) {
      throw new IllegalStateException("could not make the command of " + program.name(), e);
    }
  }

  /// Returns a Python program that needs modules and is given a port.
  static Served python(String name, String modules, String file, String path, int connections) {
    return new Served(
        name,
        path,
        connections,
        List.of("python3", "-B", "src/main/python/http/" + file, "PORT"),
        LOAD_GENERATOR + " && python3 -c 'import " + modules + "'");
  }

  @Override
  public List<String> command() throws SideFailedException, IOException {
    var words = Stream.concat(Stream.of(path, Integer.toString(connections)), server.stream());
    return JavaProgram.of(name, Load.class).withArguments(words.toArray(String[]::new)).command();
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    return Command.of(name, "sh").withProbe("sh", "-c", needs).missing();
  }
}
