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
  /// @return whether it is there: not without node, npm and a registry
  public static boolean install(Class<?> test, Path folder, String name, String... scripts)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (var script : scripts) {
      try (var in = test.getResourceAsStream(script)) {
        Files.write(folder.resolve(script), Objects.requireNonNull(in, script).readAllBytes());
      }
    }
    var bare = name.substring(0, name.lastIndexOf('@'));
    boolean present =
        Files.exists(folder.resolve("node_modules").resolve(bare)) || isInstalled(folder, name);
    if (!present) {
      System.out.println(
          test.getSimpleName() + ": no node with npm here, or no registry: nothing tested");
    }
    return present;
  }

  private static boolean isInstalled(Path folder, String name) throws InterruptedException {
    try {
      var npm =
          new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--silent", name)
              .directory(folder.toFile())
              .inheritIO()
              .start();
      return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0;
    } catch (IOException noNpm) {
      return false;
    }
  }
}
