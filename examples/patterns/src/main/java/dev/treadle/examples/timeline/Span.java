package dev.treadle.examples.timeline;

import java.time.Duration;
import java.util.Locale;

/// The time in which a task ran.
///
/// @param path its place in the tree
/// @param from when its body began, since the timeline's start
/// @param to when its body ended
/// @param ending how it ended
public record Span(String path, Duration from, Duration to, Ending ending) {

  /// Returns its times as `0.500 s to 1.000 s`.
  String times() {
    return seconds(from) + " to " + seconds(to);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
