package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.resource.Pool;
import dev.treadle.resource.Resource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Nine queries share three connections, which are opened once.
final class ConnectionPool {

  private static final List<String> QUERIES =
      List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private ConnectionPool() {}

  // @start region="program"
  static Resource<String> connections(Show show) {
    var opened = new AtomicInteger();
    return Resource.of(
        () -> {
          sleep(Duration.ofMillis(200)); // opening one is slow, so they are kept
          show.line("a connection is open");
          return "connection " + opened.incrementAndGet();
        },
        connection -> show.line("closed " + connection));
  }

  static String query(String text, Pool<String> pool) {
    try (var connection = pool.acquire()) { // waits while all three are in use
      sleep(Duration.ofMillis(100));
      return text + " by " + connection.value();
    }
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      try (var pool = Pool.open(connections(show), settings -> settings.withMaxSize(3))) {
        var answers = gather(QUERIES, text -> query(text, pool));
        show.line(answers.size() + " answers");
      }
    });
  }
  // @end region="program"
}
