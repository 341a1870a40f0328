package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import java.time.Duration;
import java.util.stream.IntStream;

/// So many at once, then the next: by number, or by what has come meanwhile.
final class Batches {

  private Batches() {}

  // @start region="program"
  static String process(int item) {
    sleep(Duration.ofMillis(100)); // stands for a request
    return "result " + item;
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var items = IntStream.rangeClosed(1, 25).boxed();
      Flow.from(items)
          .batch(10)
          .forEach(batch -> {
            var results = gather(batch, item -> process(item));
            show.line("a batch of " + results.size());
          });

      var events = Flow.interval(Duration.ofMillis(60)).take(8);
      events
          .batch(100, Duration.ofMillis(200)) // 100, or what came within 0.2 s
          .forEach(batch -> show.line("events " + batch));
    });
  }
  // @end region="program"
}
