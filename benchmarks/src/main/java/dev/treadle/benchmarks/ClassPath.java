package dev.treadle.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Jars and folders, in the order in which they are searched.
record ClassPath(List<String> entries) {

  /// Returns the class path of this process.
  static ClassPath here() {
    return of(System.getProperty("java.class.path"));
  }

  static ClassPath of(String text) {
    return new ClassPath(Arrays.asList(text.split(File.pathSeparator)));
  }

  /// Returns this class path without the entries whose file names begin so.
  ClassPath without(List<String> prefixes) {
    return filtered(entry -> prefixes.stream().noneMatch(prefix -> isNamed(entry, prefix)));
  }

  /// Returns the entries of this class path whose file names begin so.
  ClassPath only(List<String> prefixes) {
    return filtered(entry -> prefixes.stream().anyMatch(prefix -> isNamed(entry, prefix)));
  }

  /// Returns this class path behind one more entry.
  ClassPath behind(Path first) {
    return new ClassPath(Stream.concat(Stream.of(first.toString()), entries.stream()).toList());
  }

  /// Returns the first jar whose name begins so.
  Optional<String> jar(String prefix) {
    return entries.stream()
        .filter(entry -> isNamed(entry, prefix) && entry.endsWith(".jar"))
        .findFirst();
  }

  /// Returns the value of the option `-cp`.
  String text() {
    return String.join(File.pathSeparator, entries);
  }

  private ClassPath filtered(Predicate<String> kept) {
    return entries.stream()
        .filter(kept)
        .collect(Collectors.collectingAndThen(Collectors.toList(), ClassPath::new));
  }

  private static boolean isNamed(String entry, String prefix) {
    return Path.of(entry).getFileName().toString().startsWith(prefix);
  }
}
