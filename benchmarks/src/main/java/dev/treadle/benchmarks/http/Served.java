package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Command;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Program;
import dev.treadle.benchmarks.SideFailedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server, or a client, and what has it work: the program that is started first, and starts the
/// other.
///
/// @param name the name that stands in the table
/// @param driver the class that starts it, such as [Load]
/// @param words what the driver is told
/// @param needs a shell command that succeeds where everything needed is installed
record Served(String name, Class<?> driver, List<String> words, String needs) implements Program {

  private static final String LOAD_GENERATOR = "command -v wrk";
  private static final String NOTHING = "true";
  private static final String HEAP = "-Xmx512m";

  /// What is answered by a driver costs little, but is started often.
  private static final String[] DRIVER_FLAGS = {"-XX:+UseSerialGC", "-Xmx256m"};

  /// Returns a class whose `main` is given a port and more words.
  static Java java(String name, Class<?> main, String... more) {
    return new Java(name, main, List.of(more));
  }

  /// Returns a Python program that needs modules and is given a port.
  static Python python(String name, String modules, String file) {
    return new Python(name, modules, file);
  }

  /// A server or client before it is said what is asked.
  sealed interface Kind {

    String name();

    List<String> words(String... more);

    /// Returns a shell command that succeeds where what it needs is installed.
    String needs();

    /// Returns it as a server that is asked some questions.
    default Served asked(Question... questions) {
      var all = Arrays.stream(questions).map(Question::name).collect(Collectors.joining(","));
      return served(Load.class, Stream.of(all));
    }

    /// Returns it as a server with a [Crowd] before it.
    default Served crowded() {
      return served(Crowd.class, Stream.empty());
    }

    private Served served(Class<?> driver, Stream<String> first) {
      var words = Stream.concat(first, words(ServerProcess.PORT).stream()).toList();
      return new Served(name(), driver, words, LOAD_GENERATOR + " && " + needs());
    }

    /// Returns it as a client that asks a server.
    default Served asking(Kind server) {
      var serving = server.words(ServerProcess.PORT, Asked.TLS_PORT, Asked.IDENTITY);
      var words =
          Stream.of(
                  List.of(Integer.toString(serving.size())),
                  serving,
                  words(ServerProcess.PORT, Asked.TLS_PORT))
              .flatMap(List::stream)
              .toList();
      return new Served(name(), Asked.class, words, needs());
    }
  }

  /// A class.
  record Java(String name, Class<?> main, List<String> more) implements Kind {

    /// What makes an [Identity] one that clients trust.
    private static final String[] TRUST = {
      "-Djavax.net.ssl.trustStore=" + Asked.IDENTITY,
      "-Djavax.net.ssl.trustStorePassword=" + Identity.PASSWORD
    };

    @Override
    public List<String> words(String... first) {
      var arguments = Stream.concat(Arrays.stream(first), more.stream()).toArray(String[]::new);
      try {
        return JavaProgram.of(name, main)
            .withJvmArguments(HEAP)
            .withJvmArguments(TRUST)
            .withoutJars("treadle-testkit")
            .withArguments(arguments)
            .command();
      } catch (SideFailedException | IOException e) {
        throw new IllegalStateException("could not make the command of " + name, e);
      }
    }

    @Override
    public String needs() {
      return NOTHING;
    }
  }

  /// A Python program.
  record Python(String name, String modules, String file) implements Kind {

    @Override
    public List<String> words(String... first) {
      return Stream.concat(
              Stream.of("python3", "-B", "src/main/python/http/" + file), Arrays.stream(first))
          .toList();
    }

    @Override
    public String needs() {
      return "python3 -c 'import " + modules + "'";
    }
  }

  @Override
  public List<String> command() throws SideFailedException, IOException {
    return JavaProgram.of(name, driver)
        .withJvmArguments(DRIVER_FLAGS)
        .withArguments(words.toArray(String[]::new))
        .command();
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    return Command.of(name, "sh").withProbe("sh", "-c", needs).missing();
  }
}
