package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Page after page, fetched when somebody wants it.
final class Pages {

  private Pages() {}

  // @start region="program"
  record Page(int number, List<String> items) {}

  static Page fetch(int number) {
    sleep(Duration.ofMillis(200)); // stands for a request
    return new Page(number, List.of("item " + number + ".1", "item " + number + ".2"));
  }

  static @Nullable Page fetchAfter(Page page) {
    return page.number() == 5 ? null : fetch(page.number() + 1);
  }

  static Flow<Page> pages() {
    return Flow.pages(() -> fetch(1), page -> fetchAfter(page));
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      try (var pages = pages().open()) {
        for (var page : pages) {
          show.line("page " + page.number() + " has " + page.items());
          sleep(Duration.ofMillis(100)); // meanwhile the next page is fetched
        }
      }

      var three = pages().flatMap(page -> page.items()).take(3).toList();
      show.line("the first three: " + three);
    });
  }
  // @end region="program"
}
