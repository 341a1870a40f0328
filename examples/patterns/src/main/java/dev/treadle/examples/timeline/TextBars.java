package dev.treadle.examples.timeline;

import java.time.Duration;

/// Draws a timeline as lines of text.
final class TextBars {

  /// As many characters as the whole time takes.
  private static final int WIDTH = 40;

  private static final int MAX_PATH = 30;

  private TextBars() {}

  static String of(Timeline timeline, char bar) {
    int paths =
        timeline.spans().stream().mapToInt(span -> shortened(span.path()).length()).max().orElse(0);
    int times = timeline.spans().stream().mapToInt(span -> span.times().length()).max().orElse(0);
    var text = new StringBuilder();
    for (var span : timeline.spans()) {
      text.append(padded(shortened(span.path()), paths))
          .append("  |")
          .append(bar(span, timeline.duration(), bar))
          .append("|  ")
          .append(padded(span.times(), times))
          .append("  ")
          .append(span.ending().text())
          .append('\n');
    }
    return text.toString();
  }

  /// A bar has a cell at least, or nobody would see it.
  private static String bar(Span span, Duration whole, char bar) {
    int from = Math.min(cell(span.from(), whole), WIDTH - 1);
    int to = Math.max(cell(span.to(), whole), from + 1);
    return padded(" ".repeat(from) + String.valueOf(bar).repeat(to - from), WIDTH);
  }

  private static int cell(Duration time, Duration whole) {
    return whole.isZero() ? 0 : (int) Math.round((double) WIDTH * time.toNanos() / whole.toNanos());
  }

  /// The end of a path says more than its beginning.
  private static String shortened(String path) {
    return path.length() <= MAX_PATH
        ? path
        : "..." + path.substring(path.length() - MAX_PATH + "...".length());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
