package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.examples.timeline.Span;
import dev.treadle.examples.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `./treadle patterns NAME` and `--html` draw of each program.
class DrawnTest {

  private static final int WIDTH = 40;

  /// @param tasks the paths of all, in the order in which they were started
  record Drawing(String name, Duration duration, List<String> tasks) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Drawing drawing(String name, int millis, Object... tasks) {
    var paths = new ArrayList<>(List.of("main"));
    for (var task : tasks) {
      switch (task) {
        case Integer count -> IntStream.rangeClosed(1, count).forEach(i -> paths.add("" + i));
        default -> paths.add(task.toString());
      }
    }
    return new Drawing(name, Duration.ofMillis(millis), paths);
  }

  static Stream<Drawing> drawings() {
    return Stream.of(
        drawing("basic", 1000),
        drawing("gather", 500, 10),
        drawing("background", 1000, "report", "backup"),
        drawing("errors", 450, 6, 6),
        drawing("timeout", 1500, 3),
        drawing("resources", 700),
        drawing("pages", 1500, "flow/prefetch", "prefetch"),
        drawing("queue", 800, "consumer-1", "consumer-2", "consumer-3", "producer-1", "producer-2"),
        drawing("semaphore", 1200, 12, 4),
        drawing("lock", 210, 10, 10, 10),
        drawing("pool", 500, 9),
        drawing("batches", 780, 10, 10, 5, "batch"),
        drawing("cpu", 500, 3),
        drawing("forgotten", 300, "audit", "reports/1"),
        drawing("carrier", 2750, "ticker", 1, "ticker", 1, "ticker", 1),
        drawing("swallowed", 1000),
        new Drawing("colours", Duration.ofMillis(800), List.of("main/1", "main/2", "main")),
        drawing("shared", 0, 2, 2));
  }

  @Test
  void everyProgramIsDrawn() {
    assertThat(drawings().map(Drawing::name))
        .containsExactlyElementsOf(Gallery.all().stream().map(pattern -> pattern.name()).toList());
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void eachTaskHasABarWithItsNameItsTimesAndHowItEnded(Drawing drawing) throws Exception {
    var timeline = Simulated.record(drawing.name());

    assertThat(timeline.duration()).isEqualTo(drawing.duration());
    assertThat(timeline.spans()).extracting(Span::path).isEqualTo(drawing.tasks());
    requireBars(timeline, timeline.toText('#').lines().toList());
    requirePage(drawing, timeline, timeline.toHtml());
  }

  private static void requireBars(Timeline timeline, List<String> lines) {
    assertThat(lines).hasSameSizeAs(timeline.spans());
    for (int i = 0; i < lines.size(); i++) {
      var span = timeline.spans().get(i);
      assertThat(lines.get(i))
          .matches(
              Pattern.quote(span.path())
                  + " +\\| *#+ *\\|  "
                  + seconds(span.from())
                  + " to "
                  + seconds(span.to())
                  + " +"
                  + Pattern.quote(span.ending().text()));
      requireBar(timeline, span, lines.get(i).replaceFirst(".*\\|(.*)\\|.*", "$1"));
    }
  }

  /// It begins and ends where its times are, give or take a cell.
  private static void requireBar(Timeline timeline, Span span, String bar) {
    double whole = Math.max(1, timeline.duration().toNanos());

    assertThat(bar).hasSize(WIDTH);
    assertThat((double) bar.indexOf('#') / WIDTH)
        .isBetween(span.from().toNanos() / whole - 0.03, span.from().toNanos() / whole + 0.03);
    assertThat((bar.lastIndexOf('#') + 1.0) / WIDTH)
        .isBetween(span.to().toNanos() / whole - 0.03, span.to().toNanos() / whole + 0.03);
  }

  private static void requirePage(Drawing drawing, Timeline timeline, String page) {
    int count = drawing.tasks().size();
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("<title>" + drawing.name() + ": timeline</title>")
        .contains(
            count + (count == 1 ? " task in " : " tasks in ") + seconds(drawing.duration()) + ".");
    assertThat(page.split("<th scope=\"row\">", -1)).hasSize(count + 1);
    for (var span : timeline.spans()) {
      assertThat(page)
          .contains(
              "<th scope=\"row\">" + span.path() + "</th>",
              span.path() + ": " + seconds(span.from()) + " to " + seconds(span.to()) + ", ");
    }
    // It is complete in itself.
    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContainPattern("https?:|//|src=|<link|<script|url\\(|@import|@[A-Z]+@");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
