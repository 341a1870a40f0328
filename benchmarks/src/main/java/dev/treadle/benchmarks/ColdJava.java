package dev.treadle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Java program as it is deployed: jars only, and no more of them than it needs.
///
/// @param name the name that stands in the table
/// @param mainClass answers with any number
/// @param jars how the file names of the jars it needs begin, beside the one of this module
/// @param flags in front of the class
/// @param aotCache whether it starts with an ahead-of-time cache, which one training run makes
public record ColdJava(
    String name, Class<?> mainClass, List<String> jars, List<String> flags, boolean aotCache)
    implements Program {

  private static final String OWN_JAR = "treadle-benchmarks-*.jar";

  /// Returns a side without flags and cache.
  public static ColdJava of(String name, Class<?> mainClass, String... jars) {
    return new ColdJava(name, mainClass, List.of(jars), List.of(), false);
  }

  /// Returns this program with other flags.
  public ColdJava withFlags(List<String> newFlags) {
    return new ColdJava(name, mainClass, jars, newFlags, aotCache);
  }

  /// Returns this program with an ahead-of-time cache.
  public ColdJava withAotCache() {
    return new ColdJava(name, mainClass, jars, flags, true);
  }

  @Override
  public List<String> command() throws SideFailedException, IOException, InterruptedException {
    var path = ClassPath.here().only(jars).behind(ownJar(Path.of("target")));
    return aotCache ? command(path, "-XX:AOTCache=" + trained(path)) : command(path);
  }

  private List<String> command(ClassPath path, String... cacheFlags) {
    var command = new ArrayList<String>();
    command.add(JavaProgram.java());
    command.addAll(flags);
    command.addAll(List.of(cacheFlags));
    command.addAll(List.of("-cp", path.text(), mainClass.getName()));
    return List.copyOf(command);
  }

  private Path trained(ClassPath path)
      throws SideFailedException, IOException, InterruptedException {
    var cache = Path.of("target", mainClass.getSimpleName() + ".aot");
    Files.deleteIfExists(cache);
    var training = command(path, "-XX:AOTCacheOutput=" + cache);
    var round = new Round(0, Duration.ZERO, Duration.ofMinutes(1));
    new MeasuredProcess(name + ", training", training).measure(round);
    return cache;
  }

  static Path ownJar(Path folder) throws SideFailedException, IOException {
    try (var found = Files.newDirectoryStream(folder, OWN_JAR)) {
      for (var jar : found) {
        return jar;
      }
    }
    throw new SideFailedException(
        "expected "
            + OWN_JAR
            + " in "
            + folder.toAbsolutePath()
            + ", found none; run benchmarks/run",
        false);
  }
}
