package dev.treadle.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Links between files of the checkout lead somewhere. Others are not followed: a build must not
/// ask the network.
final class DocLinks implements Rule {

  private static final Pattern LINK =
      Pattern.compile(
          "\\]\\(\\s*<?([^\\s)>]+)"
              + "|^ {0,3}\\[[^\\]^][^\\]]*\\]:\\s*<?([^\\s>]+)"
              + "|\\b(?:href|src)=\"([^\"]+)\"",
          Pattern.MULTILINE);
  private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:|//");

  /// A link as it is spelled.
  private record Link(int line, String target) {

    static Stream<Link> in(Page page) {
      var prose = page.prose();
      return LINK.matcher(prose)
          .results()
          .map(link -> new Link(line(prose, link.start()), target(link)));
    }

    private static int line(String text, int position) {
      return (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private static String target(MatchResult link) {
      return Stream.of(link.group(1), link.group(2), link.group(3))
          .filter(Objects::nonNull)
          .findFirst()
          .orElseThrow();
    }

    /// Returns the part before `#` and any query, spaces decoded.
    String path() {
      return target.replaceFirst("[?#].*", "").replace("%20", " ");
    }

    String anchor() {
      return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
    }
  }

  @Override
  public String name() {
    return "doc-links";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return check(checkout.root());
  }

  /// Checks the links of all pages below a root.
  static List<Finding> check(Path root) {
    return Page.all(root).stream().flatMap(page -> check(root, page)).toList();
  }

  private static Stream<Finding> check(Path root, Page page) {
    return Link.in(page)
        .filter(link -> !ELSEWHERE.matcher(link.target()).lookingAt())
        .flatMap(link ->
            problem(root, page, link).map(what -> page.finding(link.line(), what)).stream());
  }

  private static Optional<String> problem(Path root, Page page, Link link) {
    var file = target(root, page, link.path());
    if (!file.startsWith(root) || !Files.exists(file)) {
      return Optional.of(
          "expected the link '%s' to lead to a file of this checkout, found no '%s'"
              .formatted(link.target(), slashed(root.relativize(file))));
    }
    if (link.anchor().isEmpty()) {
      return Optional.empty();
    }
    var anchors = anchors(file);
    return anchors.contains(link.anchor())
        ? Optional.empty()
        : Optional.of(
            "expected the link '%s' to lead to an anchor of %s, found %s"
                .formatted(link.target(), slashed(root.relativize(file)), anchors));
  }

  private static Path target(Path root, Page page, String path) {
    var from = root.resolve(page.path());
    if (path.isEmpty()) {
      return from;
    }
    var to = path.startsWith("/") ? root.resolve(path.substring(1)) : from.resolveSibling(path);
    return to.normalize();
  }

  /// Returns the anchors of a file: only pages have any, because lines of other files move.
  private static Set<String> anchors(Path file) {
    return file.toString().endsWith(".md") ? Page.of("", Disk.text(file)).anchors() : Set.of();
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }
}
