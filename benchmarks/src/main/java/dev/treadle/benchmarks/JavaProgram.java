package dev.treadle.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    String mainClass,
    List<String> jvmArguments,
    List<String> arguments,
    List<String> hiddenJars)
    implements Program {

  private static final String AGENT = "-javaagent:";
  private static final String PREVIEW = "--enable-preview";

  /// Returns a side without flags and arguments.
  public static JavaProgram of(String name, Class<?> mainClass) {
    return new JavaProgram(name, mainClass.getName(), List.of(), List.of(), List.of());
  }

  /// Returns a side whose class is written with preview features of this JDK, in
  /// `src/preview/java`.
  public static JavaProgram ofPreview(String name, String mainClass) {
    return new JavaProgram(name, mainClass, List.of(PREVIEW), List.of(), List.of());
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
  public List<String> command() throws SideFailedException, IOException {
    var path = ClassPath.here();
    return command(
        jvmArguments.contains(PREVIEW) ? path.behind(PreviewClasses.folder(path)) : path);
  }

  List<String> command(ClassPath path) {
    var command = new ArrayList<String>();
    command.add(java());
    jvmArguments.forEach(flag -> command.add(resolved(flag, path)));
    command.addAll(List.of("-cp", path.without(hiddenJars).text(), mainClass));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  /// Returns the path of this process's `java`.
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String resolved(String flag, ClassPath path) {
    if (!flag.startsWith(AGENT)) {
      return flag;
    }
    var prefix = flag.substring(AGENT.length());
    return AGENT
        + path.jar(prefix)
            .orElseThrow(() ->
                new IllegalStateException(
                    "expected a jar '"
                        + prefix
                        + "...' on the class path, found none; run benchmarks/run"));
  }
}
