package dev.treadle.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final String AGENT = "-javaagent:";

  /// Returns a side without flags and arguments.
  public static JavaProgram of(String name, Class<?> mainClass) {
    return new JavaProgram(name, mainClass, List.of(), List.of(), List.of());
  }

  /// Returns this program with more JVM flags.
  public JavaProgram withJvmArguments(String... flags) {
    var all = Stream.concat(jvmArguments.stream(), Stream.of(flags)).toList();
    return new JavaProgram(name, mainClass, all, arguments, hiddenJars);
  }

  /// Returns this program with a Java agent: the first jar on the class path whose name begins so.
  public JavaProgram withAgent(String prefix) {
    return withJvmArguments(AGENT + prefix);
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
    jvmArguments.forEach(flag -> command.add(resolved(flag, classPath)));
    command.addAll(List.of("-cp", visible(classPath), mainClass.getName()));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private String visible(String classPath) {
    return entries(classPath)
        .filter(entry -> hiddenJars.stream().noneMatch(prefix -> isNamed(entry, prefix)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String resolved(String flag, String classPath) {
    if (!flag.startsWith(AGENT)) {
      return flag;
    }
    var prefix = flag.substring(AGENT.length());
    return AGENT
        + entries(classPath)
            .filter(entry -> isNamed(entry, prefix) && entry.endsWith(".jar"))
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "expected a jar '"
                        + prefix
                        + "...' on the class path, found none; run benchmarks/run"));
  }

  private static Stream<String> entries(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator));
  }

  private static boolean isNamed(String entry, String prefix) {
    return Path.of(entry).getFileName().toString().startsWith(prefix);
  }
}
