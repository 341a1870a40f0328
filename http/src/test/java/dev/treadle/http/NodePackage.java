package dev.treadle.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A package of npm, with scripts that use it, in a folder below `target`: for foreign peers.
public final class NodePackage {

  private NodePackage() {}

  /// Puts scripts into a folder, and installs a package there unless it is there already.
  ///
  /// @param test has the scripts beside it; what is printed if nothing can be tested names it
  /// @param name as npm has it, with its version, such as `ws@8`
  /// @return whether it is there and can be used: not without node, npm and a registry, nor with a
  ///   node that is too old
  public static boolean install(Class<?> test, Path folder, String name, String... scripts)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (var script : scripts) {
      try (var in = test.getResourceAsStream(script)) {
        Files.write(folder.resolve(script), Objects.requireNonNull(in, script).readAllBytes());
      }
    }
    var loads = "require('%s')".formatted(name.substring(0, name.lastIndexOf('@')));
    boolean present =
        runs(folder, "node", "-e", loads)
            || (runs(folder, "npm", "install", "--fetch-retries=1", "--no-audit", "--no-fund", name)
                && runs(folder, "node", "-e", loads));
    if (!present) {
      System.out.println(
          test.getSimpleName()
              + ": no node that is new enough with npm here, or no registry: nothing tested");
    }
    return present;
  }

  /// Whether a program is here and succeeds in time.
  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(2, TimeUnit.MINUTES)) {
        return process.exitValue() == 0;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return false;
    } catch (IOException absent) {
      return false;
    }
  }
}
