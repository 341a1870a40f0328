package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;

import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import java.time.Duration;

/// Pitfall: nobody looks at what was started. Here it runs all the same, and its failure is heard.
final class ForgottenResult {

  private ForgottenResult() {}

  // @start region="program"
  static String save(String text, Show show) {
    sleep(Duration.ofMillis(100));
    show.line("saved " + text);
    return "receipt for " + text;
  }

  static void audit() {
    sleep(Duration.ofMillis(200));
    throw new IllegalStateException("the books do not balance");
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      save("a call whose value nobody takes", show);

      try {
        TaskGroup.run(group -> {
          group.start("audit", () -> audit()); // nobody awaits it
          show.line("the block ends, its group does not");
        });
      } catch (TaskFailedException failed) {
        show.line("the group heard: " + failed.getMessage());
      }

      try (var group = TaskGroup.open("reports")) {
        group.start(() -> sleep(Duration.ofMinutes(1))); // and group.join() is forgotten
      } catch (IllegalStateException mistake) {
        show.line(mistake.getMessage());
      }
    });
  }
  // @end region="program"
}
