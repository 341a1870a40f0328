package dev.treadle.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Markdown page of the checkout.
///
/// @param path where it is, relative to the root, with slashes
record Page(String path, List<String> lines) {

  private static final Pattern HEADING =
      Pattern.compile(" {0,3}#{1,6}\\s+(.*?)(?:\\s+#+)?\\s*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern ID = Pattern.compile("<[a-z][^>]*\\s(?:id|name)=\"([^\"]+)\"");
  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern TAG = Pattern.compile("</?[a-z][^>]*>");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_\\- ]");
  // Possessive: a backtick without a partner costs one look, not all ways to split its paragraph.
  private static final Pattern CODE = Pattern.compile("``[^\\n]*?``|`(?:[^`\\n]++\\n?+)++`");
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /// Reads the pages that teach: the README and what is below `docs/`.
  static List<Page> guides(Path root) {
    var docs = Disk.files(root.resolve("docs"), ".md").stream();
    return read(root, Stream.concat(Stream.of(root.resolve("README.md")), docs));
  }

  /// Reads the guides and the pages beside them.
  static List<Page> all(Path root) {
    var beside =
        Stream.of("ARCHITECTURE.md", "CHANGELOG.md", "benchmarks/RESULTS.md").map(root::resolve);
    return Stream.concat(guides(root).stream(), read(root, beside).stream()).toList();
  }

  static Page of(String path, String text) {
    return new Page(path, text.lines().toList());
  }

  List<Fence> fences() {
    return Fence.in(lines);
  }

  /// Returns the page with empty lines for its blocks of code.
  List<String> withoutBlocks() {
    var kept = new ArrayList<>(lines);
    for (var fence : fences()) {
      for (int line = fence.opens(); line <= fence.closes() && line < kept.size(); line++) {
        kept.set(line, "");
      }
    }
    return kept;
  }

  /// Returns the page without blocks of code, code in a line and comments; lines keep their number.
  String prose() {
    var text = String.join("\n", withoutBlocks());
    return emptied(COMMENT, emptied(CODE, text));
  }

  /// Returns what a link may name after its `#`, as GitHub forms it from headings, and HTML ids.
  Set<String> anchors() {
    var anchors = new LinkedHashSet<String>();
    for (var line : withoutBlocks()) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        add(anchors, anchor(heading.group(1)));
      }
      ID.matcher(line).results().forEach(id -> anchors.add(id.group(1)));
    }
    return anchors;
  }

  Finding finding(int line, String message) {
    return new Finding(path, path + ":" + (line + 1), message);
  }

  private static List<Page> read(Path root, Stream<Path> files) {
    return files
        .filter(Files::exists)
        .map(file -> of(root.relativize(file).toString().replace('\\', '/'), Disk.text(file)))
        .toList();
  }

  private static String emptied(Pattern what, String text) {
    return what.matcher(text).replaceAll(found -> "\n".repeat(newlines(found.group())));
  }

  private static int newlines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private static String anchor(String heading) {
    var text = TAG.matcher(LINK.matcher(heading).replaceAll("$1")).replaceAll("");
    return NOT_IN_ANCHORS
        .matcher(text.toLowerCase(Locale.ROOT))
        .replaceAll("")
        .strip()
        .replace(' ', '-');
  }

  private static void add(Set<String> anchors, String anchor) {
    int repeated = 1;
    var unique = anchor;
    while (!anchors.add(unique)) {
      unique = anchor + "-" + repeated++;
    }
  }
}
