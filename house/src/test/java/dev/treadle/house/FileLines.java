package dev.treadle.house;

import java.util.List;

/// A file holds one idea, and one idea fits in so many lines.
final class FileLines implements SourceRule {

  private static final int MAX = 600;

  @Override
  public String name() {
    return "file-lines";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    if (source.lines() <= MAX) {
      return List.of();
    }
    var message = "expected at most %d lines in a file, found %d".formatted(MAX, source.lines());
    return List.of(source.finding(source.name(), source.lines(), message));
  }
}
