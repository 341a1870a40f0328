package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;

import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import java.time.Duration;
import java.util.List;

/// Nothing hangs: a block ends in time, and all it has started ends with it.
final class Timeouts {

  private Timeouts() {}

  // @start region="program"
  static String ask(String server) {
    sleep(Duration.ofSeconds(5));
    return "what " + server + " says";
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      try {
        show.line(timeout(Duration.ofSeconds(1), () -> ask("a slow server")));
      } catch (TaskTimeoutException late) {
        show.line(late.getMessage());
      }

      var servers = List.of("one", "two", "three");
      var answers = moveOnAfter(Duration.ofMillis(500), () -> gather(servers, s -> ask(s)));
      show.line("answers: " + answers.orElse(List.of("what we knew before")));
    });
  }
  // @end region="program"
}
