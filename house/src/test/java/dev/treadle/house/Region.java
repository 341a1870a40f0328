package dev.treadle.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A marked part of a Java file, which a page shows: from `// @start region="name"` to `// @end`.
sealed interface Region {

  /// What the file has there, markers taken out and indentation removed.
  record Text(List<String> lines) implements Region {}

  /// Nothing is there.
  record Missing(String why) implements Region {}

  Pattern START = Pattern.compile("\\s*// *@start +region *= *\"?([^\"\\s]+)\"?.*");
  Pattern END = Pattern.compile("\\s*// *@end\\b(?: +region *= *\"?([^\"\\s]+)\"?)?.*");

  /// Looks a region up in a file of the checkout.
  static Region find(Path root, String path, String name) {
    var file = root.resolve(path).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      return new Missing("expected a file '%s' in the checkout, found none".formatted(path));
    }
    var lines = Disk.text(file).lines().toList();
    return text(lines, name)
        .<Region>map(Text::new)
        .orElseGet(() ->
            new Missing(
                "expected '// @start region=\"%s\"' and its '// @end' in %s, found regions %s"
                    .formatted(name, path, names(lines))));
  }

  /// Removes blank lines at both ends, and the indentation that all lines share.
  static List<String> dedented(List<String> lines) {
    var text = String.join("\n", lines.stream().dropWhile(String::isBlank).toList());
    return text.stripTrailing().stripIndent().lines().toList();
  }

  /// Returns what stands in a region; an end without a name ends the region opened last.
  private static Optional<List<String>> text(List<String> lines, String name) {
    var open = new ArrayDeque<String>();
    var text = new ArrayList<String>();
    for (var line : lines) {
      var start = START.matcher(line);
      var end = END.matcher(line);
      if (start.matches()) {
        open.push(start.group(1));
      } else if (end.matches()) {
        var ended = Objects.requireNonNullElse(end.group(1), open.isEmpty() ? "" : open.peek());
        open.remove(ended);
        if (ended.equals(name)) {
          return Optional.of(dedented(text));
        }
      } else if (open.contains(name)) {
        text.add(line);
      }
    }
    return Optional.empty();
  }

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .map(START::matcher)
        .filter(Matcher::matches)
        .map(start -> start.group(1))
        .toList();
  }
}
