package dev.treadle.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A side that runs a class's `main` in a fresh JVM: the one of this process, with its class path.
///
/// @param name the name that stands in the table
/// @param mainClass answers through [Measuring]
/// @param jvmArguments flags in front of the class
/// @param arguments handed to `main`
/// @param hiddenJars jars whose names begin so are left off the class path
public record JavaProgram(
    String name,
    Class<?> mainClass,
    List<String> jvmArguments,
    List<String> arguments,
    List<String> hiddenJars)
    implements Side {

  /// Returns a side without flags and arguments.
  public static JavaProgram of(String name, Class<?> mainClass) {
    return new JavaProgram(name, mainClass, List.of(), List.of(), List.of());
  }

  /// Returns this program with other JVM flags.
  public JavaProgram withJvmArguments(String... flags) {
    return new JavaProgram(name, mainClass, List.of(flags), arguments, hiddenJars);
  }

  /// Returns this program with other arguments.
  public JavaProgram withArguments(String... words) {
    return new JavaProgram(name, mainClass, jvmArguments, List.of(words), hiddenJars);
  }

  /// Returns this program without the jars whose file names begin so, as it would run in
  /// production.
  public JavaProgram withoutJars(String... prefixes) {
    return new JavaProgram(name, mainClass, jvmArguments, arguments, List.of(prefixes));
  }

  @Override
  public double measure(Round round) throws SideFailedException, IOException, InterruptedException {
    return new MeasuredProcess(name, command(System.getProperty("java.class.path"))).measure(round);
  }

  List<String> command(String classPath) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", visible(classPath), mainClass.getName()));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private String visible(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry ->
            hiddenJars.stream().noneMatch(Path.of(entry).getFileName().toString()::startsWith))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
