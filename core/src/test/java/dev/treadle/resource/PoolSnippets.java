package dev.treadle.resource;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Pool] and [Borrowed], run as tests.
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

  // @start region="adopt"
  void queryInTheBackground(TaskGroup group, Pool<Connection> pool) {
    var item = pool.acquire();
    group.start(() -> {
      try (var mine = item.adopt()) { // from now on this task must give it back
        log.add(mine.value().number);
      }
    });
  }

  // @end region="adopt"

  @TreadleTest
  void anItemIsHandedToATask() {
    try (var pool = connections()) {
      TaskGroup.run(group -> queryInTheBackground(group, pool));
      assertThat(pool.statistics().borrowed()).isZero();
    }

    assertThat(log).containsExactly(1);
  }

  // @start region="closed"
  void pollUntilClosed(Pool<Connection> pool) {
    try {
      while (true) {
        query(pool);
        sleep(Duration.ofSeconds(1));
      }
    } catch (PoolClosedException closed) {
      log.add("done");
    }
  }

  // @end region="closed"

  @TreadleTest
  void whoPollsEndsWithThePool() {
    TaskGroup.run(group -> {
      var pool = connections();
      group.start(() -> pollUntilClosed(pool));
      sleep(Duration.ofMillis(1500));
      pool.close();
    });

    assertThat(log).containsExactly(1, 1, "done");
  }

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
