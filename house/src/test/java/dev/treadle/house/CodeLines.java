package dev.treadle.house;

import java.util.List;
import java.util.stream.IntStream;

/// Counts lines that hold code: neither blank nor all comment.
final class CodeLines {

  private CodeLines() {}

  static int of(JavaSource source) {
    var lines = source.text().lines().toList();
    var comments =
        Comment.in(source.text()).stream()
            .flatMapToInt(comment -> commentLines(comment, lines))
            .boxed()
            .toList();
    return (int)
        IntStream.rangeClosed(1, lines.size())
            .filter(line -> !lines.get(line - 1).isBlank() && !comments.contains(line))
            .count();
  }

  /// Returns the lines of comments among each 100 lines of main code, documentation not counted.
  static double inlineComments(BuildModule module) {
    int comments =
        module.main().stream()
            .flatMap(source -> Comment.in(source.text()).stream())
            .filter(comment -> !comment.isDocumentation())
            .mapToInt(Comment::lines)
            .sum();
    return 100.0 * comments / Math.max(1, sum(module.main()));
  }

  static double testsPerCode(BuildModule module) {
    return (double) sum(module.tests()) / Math.max(1, sum(module.main()));
  }

  private static int sum(List<JavaSource> sources) {
    return sources.stream().mapToInt(CodeLines::of).sum();
  }

  /// Returns the lines that a comment fills; code may stand before it on its first.
  private static IntStream commentLines(Comment comment, List<String> lines) {
    var alone = lines.get(comment.line() - 1).strip().startsWith("/");
    return IntStream.range(comment.line() + (alone ? 0 : 1), comment.line() + comment.lines());
  }
}
