package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final History history = new History(Duration.ofMillis(250));

  @Test
  void itBeginsWithNothing() {
    assertThat(history.view()).isEqualTo(new History.View(0, java.util.List.of(point(0))));
  }

  @Test
  void pointsThatAreTooCloseAreLeftOut() {
    history.add(point(100));
    history.add(point(250));
    history.add(point(300));
    history.add(point(500));

    assertThat(history.view().points()).containsExactly(point(0), point(250), point(500));
  }

  @Test
  void theLastPointIsAlwaysThere() {
    history.add(point(250));
    history.end(point(300));
    history.end(point(300));

    assertThat(history.view().points()).containsExactly(point(0), point(250), point(300));
  }

  @Test
  void aLongCrawlIsRememberedWholeInFewPoints() {
    int hour = 60 * 60 * 1000;
    for (int at = 0; at <= hour; at += 250) {
      history.add(point(at));
    }

    var view = history.view();
    assertThat(view.thinned()).isEqualTo(5);
    assertThat(view.points()).hasSizeBetween(240, 480).startsWith(point(0), point(8_000));
    assertThat(view.points().getLast().elapsed()).isGreaterThan(Duration.ofMillis(hour - 8_000));
  }

  private static History.Point point(int milliseconds) {
    return new History.Point(Duration.ofMillis(milliseconds), milliseconds, 0);
  }
}
