package dev.treadle.examples.timeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// What a program's tasks did and when, in the order in which they were started.
///
/// Immutable.
///
/// @param title what the program is called
/// @param spans a task each
public record Timeline(String title, List<Span> spans) {

  /// Copies the list.
  public Timeline {
    spans = List.copyOf(spans);
  }

  /// Returns how long everything took together.
  public Duration duration() {
    return spans.stream().map(Span::to).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  /// Draws it as lines of text, a task a line.
  ///
  /// @param bar what bars are made of
  public String toText(char bar) {
    return TextBars.of(this, bar);
  }

  /// Draws it as a page that needs nothing else.
  public String toHtml() {
    return TimelinePage.of(this);
  }
}
