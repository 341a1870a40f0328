package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;

/// Pitfall: code that will not be told to stop. Here it cannot help but stop.
final class SwallowedCancellation {

  private static final Duration LIMIT = Duration.ofMillis(300);

  private SwallowedCancellation() {}

  // @start region="program"
  static void tryThreeTimes(Show show) {
    for (int attempt = 1; attempt <= 3; attempt++) {
      try {
        sleep(Duration.ofSeconds(10));
      } catch (Exception e) { // does not catch a cancellation, which is an Error
        show.line("never printed");
      }
    }
  }

  static void insist(Show show) {
    for (int attempt = 1; attempt <= 3; attempt++) {
      try {
        sleep(Duration.ofSeconds(10));
      } catch (Throwable swallowed) { // does; so the next wait says it again, at once
        show.line("attempt " + attempt + " swallowed " + swallowed.getClass().getSimpleName());
      }
    }
    sleep(Duration.ofSeconds(10));
  }

  static void cleanUp(Show show) {
    try {
      sleep(Duration.ofSeconds(10));
    } finally {
      shield(Duration.ofSeconds(1), () -> sleep(Duration.ofMillis(100))); // cleanup that waits
      show.line("said goodbye to the peer");
    }
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      moveOnAfter(LIMIT, () -> tryThreeTimes(show));
      show.line("stopped, and catch (Exception e) saw nothing of it");
      moveOnAfter(LIMIT, () -> insist(show));
      show.line("stopped, although it swallowed what it was told");
      moveOnAfter(LIMIT, () -> cleanUp(show));
      show.line("stopped, and cleaned up");
    });
  }
  // @end region="program"
}
