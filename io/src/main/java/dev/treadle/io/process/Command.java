package dev.treadle.io.process;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What is to be run, and how.
record Command(List<String> words, SubprocessSettings settings) {

  static Command of(List<String> words, UnaryOperator<SubprocessSettings> configure) {
    var copy = List.copyOf(words);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(
          "command: expected a program and its arguments, found nothing");
    }
    return new Command(copy, configure.apply(SubprocessSettings.defaults()));
  }

  /// How messages call it: arguments may be secret.
  static String describe(List<String> words) {
    return "process '" + words.getFirst() + "'";
  }

  ProcessBuilder builder() {
    var builder = new ProcessBuilder(words);
    var directory = settings.directory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Map<String, String> environment = builder.environment();
    if (!settings.inheritsEnvironment()) {
      environment.clear();
    }
    environment.putAll(settings.environment());
    var streams = settings.streams();
    return builder
        .redirectInput(streams.stdin())
        .redirectOutput(streams.stdout())
        .redirectError(streams.stderr())
        .redirectErrorStream(streams.merged());
  }

  @Override
  public String toString() {
    return describe(words);
  }
}
