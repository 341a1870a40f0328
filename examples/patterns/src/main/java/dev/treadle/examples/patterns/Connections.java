package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.resource.ExitStack;
import dev.treadle.resource.Resource;
import java.time.Duration;
import java.util.List;

/// What is opened is closed: in the end, when something fails, and when the task is cancelled.
final class Connections {

  private Connections() {}

  // @start region="program"
  static Resource<String> connection(String server, Show show) {
    return Resource.of(
        () -> {
          sleep(Duration.ofMillis(100));
          show.line("connected to " + server);
          return "connection to " + server;
        },
        connection -> {
          sleep(Duration.ofMillis(100)); // runs to its end, also in a cancelled task
          show.line("closed " + connection);
        });
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      try (var database = connection("database", show).open()) {
        show.line("a query on the " + database.value());
      }

      // Any number of them, closed in the opposite order.
      moveOnAfter(
          Duration.ofMillis(300),
          () -> {
            try (var all = ExitStack.open()) {
              for (var server : List.of("one", "two")) {
                all.enter(connection(server, show));
              }
              sleep(Duration.ofHours(1));
            }
          });
      show.line("given up, and everything is closed");
    });
  }
  // @end region="program"
}
