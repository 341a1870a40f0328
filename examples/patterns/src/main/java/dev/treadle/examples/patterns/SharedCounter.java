package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.forEachConcurrent;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.sync.Guarded;
import dev.treadle.sync.Mutex;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// State that many tasks change, one at a time.
final class SharedCounter {

  private static final List<String> TEN = Collections.nCopies(10, "visitor");

  private SharedCounter() {}

  // @start region="program"
  static final class Counter {

    private final Mutex mutex = Mutex.create("counter");
    int value;

    void increment() {
      int before = value;
      sleep(Duration.ofMillis(10)); // others run here, and read the same value
      value = before + 1;
    }

    void incrementAlone() {
      try (var _ = mutex.acquire()) {
        increment();
      }
    }
  }

  static int slowlyNext(int value) {
    sleep(Duration.ofMillis(10));
    return value + 1;
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var counter = new Counter();
      forEachConcurrent(TEN, 10, _ -> counter.increment());
      show.line("without a lock, ten tasks count to " + counter.value);

      counter.value = 0;
      forEachConcurrent(TEN, 10, _ -> counter.incrementAlone());
      show.line("with a lock, ten tasks count to " + counter.value);

      var guarded = Guarded.of("counter", 0); // there is no way to the value but with its lock
      forEachConcurrent(TEN, 10, _ -> guarded.update(value -> slowlyNext(value)));
      show.line("guarded, ten tasks count to " + guarded.call(value -> value));
    });
  }
  // @end region="program"
}
