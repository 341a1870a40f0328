package dev.treadle.test.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The test kit's own classes: they are the simulator and must not be simulated.
final class OwnClasses {

  private OwnClasses() {}

  /// Returns where the test kit's classes are: its jar, or a folder of class files.
  static Path location() {
    try {
      var source = OwnClasses.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the test kit's location is no path: " + e.getMessage(), e);
    }
  }

  /// Returns the internal names (`dev/treadle/test/Simulation`) of every class at [#location()].
  static Set<String> names() {
    var location = location();
    try {
      if (Files.isDirectory(location)) {
        return namesBelow(location);
      }
      try (var jar = FileSystems.newFileSystem(location)) {
        return namesBelow(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the test kit's classes in " + location, e);
    }
  }

  private static Set<String> namesBelow(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
