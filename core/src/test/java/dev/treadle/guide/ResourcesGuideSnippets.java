package dev.treadle.guide;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.resource.ExitStack;
import dev.treadle.resource.Pool;
import dev.treadle.resource.Resource;
import dev.treadle.resource.ResourceException;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of docs/resources.md.
class ResourcesGuideSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  /// A database that is slow to connect to.
  final class Connection {

    private final String host;
    private boolean broken;

    Connection(String host) throws IOException {
      if (host.isEmpty()) {
        throw new IOException("no host");
      }
      sleep(Duration.ofMillis(10));
      this.host = host;
    }

    String query(String sql) throws IOException {
      sleep(Duration.ofMillis(1));
      if (sql.isEmpty()) {
        broken = true;
        throw new IOException("connection lost");
      }
      return host + ": " + sql;
    }

    boolean ping() {
      sleep(Duration.ofMillis(1));
      return !broken;
    }

    boolean isOpen() {
      return !broken;
    }

    String begin() {
      log.add("begin");
      return "transaction on " + host;
    }

    void rollback() {
      log.add("rollback");
    }

    void close() {
      sleep(Duration.ofMillis(5)); // says goodbye
      log.add("closed " + host);
    }
  }

  // @start region="resource"
  Resource<Connection> connection(String host) {
    return Resource.of("connection to " + host, () -> new Connection(host), Connection::close);
  }

  // @end region="resource"

  // @start region="use"
  String ask(String host) throws IOException {
    return connection(host).use(db -> db.query("select 1"));
  }

  String askTwice(String host) throws IOException {
    try (var opened = connection(host).open()) {
      var db = opened.value();
      return db.query("select 1") + ", " + db.query("select 2");
    }
  }

  // @end region="use"

  // @start region="combine"
  Resource<String> transaction(String host) {
    return connection(host).then(db -> Resource.of(db::begin, _ -> db.rollback()));
  }

  Resource<List<Connection>> both(String here, String there) {
    return connection(here).zip(connection(there), List::of);
  }

  // @end region="combine"

  @TreadleTest
  void resourcesAreClosedInTheOppositeOrder() throws IOException {
    assertThat(ask("a")).isEqualTo("a: select 1");
    assertThat(askTwice("b")).isEqualTo("b: select 1, b: select 2");
    transaction("c").run(log::add);
    both("d", "e").run(pair -> log.add("both " + pair.size()));

    assertThat(log)
        .containsExactly(
            "closed a",
            "closed b",
            "begin",
            "transaction on c",
            "rollback",
            "closed c",
            "both 2",
            "closed e",
            "closed d");
    assertThat(catchThrowable(() -> ask(""))).isInstanceOf(ResourceException.class);
  }

  // @start region="stack"
  List<String> askAll(List<String> hosts) throws IOException {
    var answers = new ArrayList<String>();
    try (var stack = ExitStack.open()) {
      stack.onExit(() -> log.add("all are closed"));
      for (var host : hosts) {
        var db = stack.enter(connection(host));
        answers.add(db.query("select 1"));
      }
      return answers;
    }
  }

  // @end region="stack"

  // @start region="all-or-none"
  ExitStack connectToAll(List<String> hosts) {
    try (var stack = ExitStack.open()) {
      for (var host : hosts) {
        stack.enter(connection(host));
      }
      return stack.moveAll(); // all are open, and the caller's to close
    } // else those that are open are closed here
  }

  // @end region="all-or-none"

  @TreadleTest
  void aStackClosesWhatThereIs() throws IOException {
    assertThat(askAll(List.of("a", "b"))).containsExactly("a: select 1", "b: select 1");
    assertThat(log).containsExactly("closed b", "closed a", "all are closed");

    connectToAll(List.of("c", "d")).close();
    assertThat(log).endsWith("closed d", "closed c");
    assertThat(catchThrowable(() -> connectToAll(List.of("e", "")))).isNotNull();
    assertThat(log).endsWith("closed c", "closed e");
  }

  // @start region="pool"
  void serve(List<String> requests) {
    try (var pool = Pool.open(connection("db"), c -> c.withName("db").withMaxSize(20))) {
      TaskGroup.run(group -> {
        for (var request : requests) {
          group.start(() -> timeout(Duration.ofSeconds(2), () -> answer(pool, request)));
        }
      });
    }
  }

  void answer(Pool<Connection> pool, String request) throws IOException {
    try (var item = pool.acquire()) {
      log.add(item.value().query(request));
    }
  }

  // @end region="pool"

  @TreadleTest
  void aPoolServesManyWithFew(Simulation simulation) {
    var requests = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      requests.add("select " + i);
    }
    serve(requests);

    assertThat(log).hasSize(120);
    assertThat(log).filteredOn("closed db"::equals).hasSize(20);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(20));
  }

  // @start region="discard"
  Pool<Connection> carefully() {
    return Pool.open(
        connection("db"), c -> c.withHealth(Connection::isOpen).withCheck(Connection::ping));
  }

  void importInto(Pool<Connection> pool, String rows) throws IOException {
    try (var item = pool.acquire()) {
      try {
        item.value().query(rows);
      } catch (IOException failure) {
        item.discard(); // who knows in which state it is
        throw failure;
      }
    }
  }

  // @end region="discard"

  @TreadleTest
  void aConnectionOfWhichNobodyKnowsIsClosed() throws IOException {
    try (var pool = carefully()) {
      importInto(pool, "a");
      sleep(Duration.ofSeconds(1));
      importInto(pool, "b");
      assertThat(pool.statistics().totals().opened()).isEqualTo(1);
      assertThat(catchThrowable(() -> importInto(pool, ""))).isInstanceOf(IOException.class);
      importInto(pool, "c");
      assertThat(pool.statistics().totals().opened()).isEqualTo(2);
    }
  }
}
