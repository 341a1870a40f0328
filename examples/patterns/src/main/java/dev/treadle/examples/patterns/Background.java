package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import java.time.Duration;

/// Tasks that work while you do something else, and whose results you fetch when you need them.
final class Background {

  private Background() {}

  // @start region="program"
  static String work(String name, Duration time, Show show) {
    show.line(name + " begins");
    sleep(time);
    return name + " is ready";
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() ->
        TaskGroup.run(group -> {
          Task<String> report =
              group.start("report", () -> work("report", Duration.ofSeconds(1), show));
          Task<String> backup =
              group.start("backup", () -> work("backup", Duration.ofMillis(500), show));

          sleep(Duration.ofMillis(200));
          show.line("something else meanwhile");

          show.line(report.await());
          show.line(backup.await());
        }));
  }
  // @end region="program"
}
