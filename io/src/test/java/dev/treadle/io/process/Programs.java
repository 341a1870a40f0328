package dev.treadle.io.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Commands that run a class of the tests in a JVM of its own.
final class Programs {

  private Programs() {}

  static List<String> java(Class<?> main, List<String> options, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A build in the background of a script ignores SIGINT, and hands that on.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
