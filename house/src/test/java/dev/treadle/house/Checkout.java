package dev.treadle.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The working copy under test: its root and its modules, in the order of the parent POM.
record Checkout(Path root, List<BuildModule> modules) {

  /// Returns the checkout this test runs in, read once.
  static Checkout here() {
    return Here.CHECKOUT;
  }

  /// Reads a checkout: the parent POM, the modules it names and all their sources.
  static Checkout read(Path root) {
    var modules =
        Pom.read(root.resolve("pom.xml")).modules().stream()
            .map(name -> module(root, name))
            .toList();
    return new Checkout(root, modules);
  }

  List<JavaSource> sources() {
    return modules.stream().flatMap(module -> module.sources().stream()).toList();
  }

  List<BuildModule> libraries() {
    return modules.stream().filter(BuildModule::isLibrary).toList();
  }

  String text(String path) {
    return Disk.text(root.resolve(path));
  }

  private static BuildModule module(Path root, String name) {
    var folder = root.resolve(name);
    var files =
        Stream.of("src/main/java", "src/test/java")
            .flatMap(sources -> Disk.files(folder.resolve(sources), ".java").stream())
            .map(file -> new Parser.File(slashed(root.relativize(file)), Disk.text(file)))
            .toList();
    return new BuildModule(name, folder, Pom.read(folder.resolve("pom.xml")), Parser.parse(files));
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static final class Here {

    static final Checkout CHECKOUT = read(root(Path.of("").toAbsolutePath()));

    private static Path root(Path folder) {
      if (Files.exists(folder.resolve(".mvn/jdk.sh"))) {
        return folder;
      }
      var parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "expected to run inside of a checkout, found no .mvn/jdk.sh");
      }
      return root(parent);
    }
  }
}
