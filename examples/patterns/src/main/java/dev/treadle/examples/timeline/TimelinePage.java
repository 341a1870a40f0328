package dev.treadle.examples.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Draws a timeline as an HTML page.
///
/// It asks no network for anything, and its policy forbids it to. It is a table, so that it can be
/// read without being seen; the bars stand in a column of it.
final class TimelinePage {

  /// How many parts the axis has.
  private static final int PARTS = 2;

  private static final Pattern PLACE = Pattern.compile("@([A-Z]+)@");

  private TimelinePage() {}

  static String of(Timeline timeline) {
    var rows =
        timeline.spans().stream()
            .map(span -> row(span, timeline.duration()))
            .collect(Collectors.joining());
    var parts =
        Map.of(
            "TITLE", escaped(timeline.title()),
            "SUMMARY", summary(timeline),
            "AXIS", axis(timeline),
            "ROWS", rows);
    return PLACE
        .matcher(template())
        .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
  }

  private static String template() {
    try (var template = TimelinePage.class.getResourceAsStream("timeline.html")) {
      return new String(
          Objects.requireNonNull(template, "timeline.html").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String summary(Timeline timeline) {
    int count = timeline.spans().size();
    return "%d %s in %s."
        .formatted(count, count == 1 ? "task" : "tasks", Span.seconds(timeline.duration()));
  }

  private static String axis(Timeline timeline) {
    var axis = new StringBuilder("<span class=\"axis\">");
    for (int i = 0; i <= PARTS; i++) {
      var at = timeline.duration().multipliedBy(i).dividedBy(PARTS);
      axis.append("<span>").append(Span.seconds(at)).append("</span>");
    }
    return axis.append("</span>").toString();
  }

  private static String row(Span span, Duration whole) {
    double left = percent(span.from(), whole);
    double right = percent(span.to(), whole);
    var word = span.ending().word();
    return """
    <tr><th scope="row">%1$s</th>\
    <td class="time"><div class="track">\
    <span class="bar %2$s" style="left:%3$s%%;width:%4$s%%" role="img" tabindex="0" aria-label="%5$s">\
    <span class="tip" aria-hidden="true">%1$s: %5$s</span></span></div></td>\
    <td>%6$s</td><td>%7$s</td><td class="%8$s">%9$s</td></tr>
    """
        .formatted(
            escaped(span.path()),
            left > 50 ? word + " right" : word,
            decimal(left),
            decimal(right - left),
            escaped(span.times() + ", " + span.ending().text()),
            Span.seconds(span.from()),
            Span.seconds(span.to()),
            word,
            escaped(span.ending().text()));
  }

  private static double percent(Duration time, Duration whole) {
    return whole.isZero() ? 0 : 100.0 * time.toNanos() / whole.toNanos();
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
