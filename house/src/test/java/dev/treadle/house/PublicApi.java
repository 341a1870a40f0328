package dev.treadle.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The public API of each library is text in the repository, so that a change to it is reviewed.
///
/// With `-Dapi.update` the files in `api/` are written instead of compared.
final class PublicApi implements Rule {

  private static final String HINT =
      "if the change is meant, run ./mvnw verify -Dapi.update and commit it";

  private static final Pattern TYPE =
      Pattern.compile(".*?\\b(?:module|class|interface|enum|record) ([\\w.]+).*");

  @Override
  public String name() {
    return "public-api";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    var folder = checkout.root().resolve("api");
    var libraries = checkout.libraries();
    var artifacts = libraries.stream().map(module -> module.pom().artifact()).toList();
    return Stream.concat(
            libraries.stream().flatMap(module -> check(module, folder).stream()),
            leftOver(Disk.files(folder, ".api"), artifacts))
        .toList();
  }

  /// Compares two dumps, line by line within each type.
  static List<Finding> compare(String artifact, List<String> golden, List<String> actual) {
    var before = qualified(golden);
    var after = qualified(actual);
    var changes = new ArrayList<String>();
    before.stream().filter(line -> !after.contains(line)).forEach(line -> changes.add("- " + line));
    after.stream().filter(line -> !before.contains(line)).forEach(line -> changes.add("+ " + line));
    if (changes.isEmpty()) {
      return List.of();
    }
    var diff = String.join("\n    ", changes);
    var message = "expected the public API unchanged, found\n    " + diff + "\n    " + HINT;
    return List.of(new Finding(artifact, "api/" + artifact + ".api:1", message));
  }

  /// Finds dumps of what we do not publish.
  static Stream<Finding> leftOver(List<Path> dumps, List<String> artifacts) {
    return dumps.stream()
        .map(dump -> dump.getFileName().toString().replaceFirst("\\.api$", ""))
        .filter(artifact -> !artifacts.contains(artifact))
        .map(artifact ->
            new Finding(
                artifact,
                "api/" + artifact + ".api",
                "expected dumps of libraries, found one of '" + artifact + "': delete it"));
  }

  private static List<Finding> check(BuildModule module, Path folder) {
    var artifact = module.pom().artifact();
    var file = folder.resolve(artifact + ".api");
    var actual = ApiDump.of(module.classes());
    if (Boolean.getBoolean("api.update")) {
      write(file, actual);
    }
    var golden = Files.exists(file) ? Disk.text(file).lines().toList() : List.<String>of();
    return compare(artifact, golden, actual);
  }

  /// Puts the type before each member, which alone would not say where it stands.
  private static List<String> qualified(List<String> dump) {
    var lines = new ArrayList<String>();
    var type = "";
    for (var line : dump) {
      if (line.startsWith("  ")) {
        lines.add(type + ": " + line.strip());
      } else if (!line.isEmpty()) {
        type = TYPE.matcher(line).replaceFirst("$1");
        lines.add(line);
      }
    }
    return lines;
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
