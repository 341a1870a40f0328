package dev.treadle.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Pool], run as tests.
class PoolSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final Server server = new Server();

  // @start region="acquire"
  void query(Pool<Connection> pool) {
    try (var item = pool.acquire()) {
      var connection = item.value();
      log.add(connection.number);
    }
  }

  // @end region="acquire"

  // @start region="settings"
  Pool<Connection> connections() {
    return Pool.open(
        Resource.of("connection to db", server::connect, server::disconnect),
        c ->
            c.withName("db")
                .withMaxSize(20)
                .withIdleLimit(Duration.ofMinutes(5))
                .withHealth(Connection::isOpen)
                .withCheck(connection -> server.answers(connection)));
  }

  // @end region="settings"

  @TreadleTest
  void itemsAreLent() throws IOException {
    try (var pool = connections()) {
      query(pool);
      query(pool);
    }

    assertThat(log).containsExactly(1, 1);
    server.audit(1);
  }
}
