package dev.treadle.house;

import com.sun.source.tree.MethodTree;
import java.util.List;

/// A method body is read in one look.
final class MethodLines implements SourceRule {

  private static final int MAX = 60;

  @Override
  public String name() {
    return "method-lines";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    return source.methods().stream()
        .filter(method -> bodyLines(source, method.tree()) > MAX)
        .map(method -> finding(source, method))
        .toList();
  }

  /// Returns the lines between the braces; 0 without a body.
  static int bodyLines(JavaSource source, MethodTree method) {
    var body = method.getBody();
    if (body == null || body.getStatements().isEmpty()) {
      return 0;
    }
    return Math.max(1, source.endLine(body) - source.line(body) - 1);
  }

  private static Finding finding(JavaSource source, Declaration<MethodTree> method) {
    int lines = bodyLines(source, method.tree());
    var message = "expected at most %d lines in a method body, found %d".formatted(MAX, lines);
    return source.finding(method.name(), method.tree(), message);
  }
}
