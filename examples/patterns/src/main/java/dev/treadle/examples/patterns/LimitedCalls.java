package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.sync.Semaphore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Twelve calls of an API that bears four at a time.
final class LimitedCalls {

  static final List<String> URLS =
      IntStream.rangeClosed(1, 12).mapToObj(i -> "https://api.example/" + i).toList();

  private LimitedCalls() {}

  // @start region="program"
  static int call(String url) {
    sleep(Duration.ofMillis(200)); // stands for a request
    return url.length();
  }

  static int callInTurn(String url, Semaphore turns) {
    try (var _ = turns.acquire()) { // four are inside at once, the others wait here
      return call(url);
    }
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var turns = Semaphore.of(4);
      var sizes = gather(URLS, url -> callInTurn(url, turns));
      show.line(sizes.size() + " answers, four at a time");

      sizes = mapConcurrent(URLS, 4, url -> call(url)); // the same in one line
      show.line(sizes.size() + " answers from four tasks");
    });
  }
  // @end region="program"
}
