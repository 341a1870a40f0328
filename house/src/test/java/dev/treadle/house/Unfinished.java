package dev.treadle.house;

import java.util.List;
import java.util.regex.Pattern;

/// Work left over is an issue in the tracker, not a comment.
final class Unfinished implements SourceRule {

  private static final Pattern MARK = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  @Override
  public String name() {
    return "unfinished";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    return Comment.in(source.text()).stream()
        .filter(comment -> MARK.matcher(comment.text()).find())
        .map(comment -> finding(source, comment))
        .toList();
  }

  private static Finding finding(JavaSource source, Comment comment) {
    var message =
        "expected no mark of unfinished work, found '%s': open an issue instead"
            .formatted(comment.text().strip());
    return source.finding(source.name(), comment.line(), message);
  }
}
