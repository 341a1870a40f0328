package dev.treadle.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The Java that a page shows is a region of a source that is compiled and run.
///
/// A block says which in a comment directly above it. With `-Ddocs.update` the blocks are written
/// from the sources instead of compared.
final class DocSnippets implements Rule {

  private static final String HINT =
      "if the source is right, run ./mvnw verify -Ddocs.update, which rewrites the blocks";

  private static final Pattern MARKER =
      Pattern.compile("\\s*<!-- snippet (\\S+\\.java)#(\\S+) -->\\s*");
  private static final Pattern NOT_A_SNIPPET =
      Pattern.compile("\\s*<!-- not a snippet: *[^ ].* -->\\s*");

  @Override
  public String name() {
    return "doc-snippets";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    if (Boolean.getBoolean("docs.update")) {
      update(checkout.root());
    }
    return check(checkout.root());
  }

  /// Compares the blocks of all pages below a root with the sources there.
  static List<Finding> check(Path root) {
    return Page.guides(root).stream()
        .flatMap(page -> Stream.concat(blocks(root, page), strays(page)))
        .toList();
  }

  /// Writes those blocks that differ from their source.
  static void update(Path root) {
    for (var page : Page.guides(root)) {
      var lines = updated(root, page);
      if (!lines.equals(page.lines())) {
        write(root.resolve(page.path()), lines);
      }
    }
  }

  private static Stream<Finding> blocks(Path root, Page page) {
    return page.fences().stream()
        .filter(Fence::isJava)
        .flatMap(block -> check(root, page, block).stream());
  }

  private static Optional<Finding> check(Path root, Page page, Fence block) {
    var above = above(page, block);
    if (NOT_A_SNIPPET.matcher(above).matches()) {
      return Optional.empty();
    }
    if (!block.isClosed(page.lines())) {
      return Optional.of(
          page.finding(block.opens(), "expected the java block to be closed, found no fence"));
    }
    return switch (region(root, above)) {
      case Region.Missing(var why) -> Optional.of(page.finding(block.opens(), why));
      case Region.Text(var expected) -> compare(page, block, expected);
    };
  }

  /// Tells where a block first differs from its region.
  private static Optional<Finding> compare(Page page, Fence block, List<String> expected) {
    var shown = block.inside(page.lines());
    var found = Region.dedented(shown);
    if (found.equals(expected)) {
      return Optional.empty();
    }
    int same =
        (int)
            IntStream.range(0, Math.min(found.size(), expected.size()))
                .takeWhile(i -> found.get(i).equals(expected.get(i)))
                .count();
    int blank = (int) shown.stream().takeWhile(String::isBlank).count();
    var message =
        "expected the block as its source has it, found that it differs\n    expected: %s\n    found:    %s\n    %s"
            .formatted(lineOrEnd(expected, same), lineOrEnd(found, same), HINT);
    return Optional.of(page.finding(block.opens() + 1 + blank + same, message));
  }

  private static String lineOrEnd(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "(the end)";
  }

  /// Finds markers with no block below, which would look as if something were compared.
  private static Stream<Finding> strays(Page page) {
    var lines = page.withoutBlocks();
    var below = page.fences().stream().filter(Fence::isJava).map(Fence::opens).toList();
    return IntStream.range(0, lines.size())
        .filter(line -> MARKER.matcher(lines.get(line)).matches() && !below.contains(line + 1))
        .mapToObj(line ->
            page.finding(
                line, "expected a java block directly below the snippet's marker, found none"));
  }

  private static List<String> updated(Path root, Page page) {
    var lines = new ArrayList<>(page.lines());
    for (var block : page.fences().reversed()) {
      if (block.isJava()
          && block.isClosed(page.lines())
          && region(root, above(page, block)) instanceof Region.Text(var text)
          && !text.equals(Region.dedented(block.inside(page.lines())))) {
        var shown = block.inside(lines);
        shown.clear();
        shown.addAll(indented(text, block.indentation(page.lines())));
      }
    }
    return lines;
  }

  private static List<String> indented(List<String> text, String indentation) {
    return text.stream().map(line -> line.isEmpty() ? line : indentation + line).toList();
  }

  private static Region region(Path root, String above) {
    var marker = MARKER.matcher(above);
    if (!marker.matches()) {
      return new Region.Missing(unmarked(above));
    }
    var path = marker.group(1);
    var region = Region.find(root, path, marker.group(2));
    return region instanceof Region.Text && !isRun(root, path)
        ? new Region.Missing(
            "expected a class below src/test/java that tests run, a *Test, a *Snippets or one that such a class beside it uses, found '%s'"
                .formatted(path))
        : region;
  }

  // That it is compiled is not enough: nobody would notice that it does not do what the page says.
  private static boolean isRun(Path root, String path) {
    int slash = path.lastIndexOf('/');
    var type = path.substring(slash + 1).replace(".java", "");
    return path.contains("src/test/java/")
        && (isTest(path) || isUsedByATestIn(root.resolve(path.substring(0, slash)), type));
  }

  private static boolean isTest(String path) {
    return path.endsWith("Test.java") || path.endsWith("Snippets.java");
  }

  private static boolean isUsedByATestIn(Path folder, String type) {
    var use = Pattern.compile("\\b" + Pattern.quote(type) + "\\b");
    return Disk.files(folder, ".java").stream()
        .filter(file -> isTest(file.toString()))
        .anyMatch(test -> use.matcher(Disk.text(test)).find());
  }

  private static String above(Page page, Fence block) {
    return block.opens() == 0 ? "" : page.lines().get(block.opens() - 1);
  }

  private static String unmarked(String above) {
    return "expected '<!-- snippet path/To.java#region -->' or '<!-- not a snippet: reason -->' directly above the java block, found %s"
        .formatted(above.isBlank() ? "none" : "'" + above.strip() + "'");
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
