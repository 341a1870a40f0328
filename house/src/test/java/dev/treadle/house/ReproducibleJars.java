package dev.treadle.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.jar.JarFile;

/// Nothing in a jar tells when, where or by whom it was built.
///
/// The cheap half of the proof, run with every build; `./treadle doctor --reproducible` builds
/// twice and compares.
final class ReproducibleJars implements Rule {

  @Override
  public String name() {
    return "reproducible-jars";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    var parent = Pom.read(checkout.root().resolve("pom.xml"));
    var built = Instant.parse(parent.property("project.build.outputTimestamp").orElseThrow());
    return checkout.libraries().stream()
        .map(module -> jar(module, parent.version()))
        .filter(Files::exists)
        .flatMap(jar -> check(jar, built).stream())
        .toList();
  }

  static List<Finding> check(Path jar, Instant built) {
    var expected = LocalDateTime.ofInstant(built, ZoneOffset.UTC);
    try (var file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.getTimeLocal().equals(expected))
          .map(entry -> finding(jar, entry.getName(), expected, entry.getTimeLocal()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path jar(BuildModule module, String version) {
    var name = module.pom().artifact() + "-" + version + ".jar";
    return module.folder().resolve("target").resolve(name);
  }

  private static Finding finding(
      Path jar, String entry, LocalDateTime expected, LocalDateTime found) {
    var message = "expected '%s' dated %s, found %s".formatted(entry, expected, found);
    return new Finding(jar.getFileName().toString(), jar.toString(), message);
  }
}
