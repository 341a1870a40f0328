package dev.treadle.guide;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.gatherOutcomes;
import static dev.treadle.Treadle.hedge;
import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.race;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.guide.Shop.orders;
import static dev.treadle.guide.Shop.title;
import static dev.treadle.guide.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Context;
import dev.treadle.Outcome;
import dev.treadle.Task;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.guide.Shop.Page;
import dev.treadle.guide.Shop.User;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of docs/tasks.md.
class TasksGuideSnippets {

  @TreadleTest
  void twoGreetingsTakeAsLongAsOne(Simulation simulation) {
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Hello.main(new String[0]);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("[hello ada, hello grace]");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @start region="gather"
  Page page(int id) {
    return gather(() -> user(id), () -> orders(id), Page::new);
  }

  // @end region="gather"

  @TreadleTest
  void theParametersOfGatherAreFetchedAtOnce(Simulation simulation) {
    var page = page(7);

    assertThat(page.user().name()).isEqualTo("User 7");
    assertThat(page.orders()).hasSize(2);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(500));
  }

  // @start region="gatherItems"
  List<User> users(List<Integer> ids) {
    return gather(ids, id -> user(id));
  }

  // @end region="gatherItems"

  @TreadleTest
  void tenUsersTakeAsLongAsOne(Simulation simulation) {
    assertThat(users(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).hasSize(10);

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(500));
  }

  // @start region="mapConcurrent"
  List<String> titles(List<String> urls) {
    return mapConcurrent(urls, 10, url -> title(url));
  }

  // @end region="mapConcurrent"

  @TreadleTest
  void titlesComeInOrder() {
    assertThat(titles(List.of("longer", "short")))
        .containsExactly("title of longer", "title of short");
  }

  // @start region="outcomes"
  String report(List<String> urls) {
    var lines = new ArrayList<String>();
    for (Outcome<String> outcome : gatherOutcomes(urls, url -> title(url))) {
      lines.add(
          switch (outcome) {
            case Outcome.Success(var title) -> title;
            case Outcome.Failure(var exception) -> "failed: " + exception.getMessage();
            case Outcome.Cancelled(var origin) -> "cancelled: " + origin.reason();
          });
    }
    return String.join("\n", lines);
  }

  // @end region="outcomes"

  @TreadleTest
  void anOutcomeSaysHowATaskEnded() {
    assertThat(report(List.of("fine", "broken"))).isEqualTo("title of fine\nfailed: broken: 500");
  }

  // @start region="group"
  int countOrders(List<Integer> ids) {
    var seen = ConcurrentHashMap.newKeySet();
    TaskGroup.run(
        "orders",
        group -> {
          for (int id : ids) {
            group.start("of-" + id, () -> seen.addAll(orders(id)));
          }
        });
    return seen.size(); // every task has ended here
  }

  // @end region="group"

  @TreadleTest
  void aGroupWaitsForEverything() {
    assertThat(countOrders(List.of(1, 2, 3))).isEqualTo(6);
  }

  // @start region="await"
  String greeting(int id) {
    return TaskGroup.call(group -> {
      Task<User> user = group.start(() -> user(id));
      Task<List<Shop.Order>> orders = group.start(() -> orders(id));
      return user.await().name() + " has " + orders.await().size() + " orders";
    });
  }

  // @end region="await"

  @TreadleTest
  void awaitReturnsTheValue() {
    assertThat(greeting(3)).isEqualTo("User 3 has 2 orders");
  }

  // @start region="rethrow"
  Page pageOrIOException(int id) throws IOException {
    try {
      return page(id);
    } catch (TaskFailedException failed) {
      throw failed.rethrow(IOException.class);
    }
  }

  // @end region="rethrow"

  @TreadleTest
  void rethrowBringsTheCheckedExceptionBack() {
    assertThatThrownBy(() -> pageOrIOException(-1))
        .isInstanceOf(IOException.class)
        .hasMessage("no orders of user -1");
  }

  // @start region="race"
  String fromTheNearestMirror(String path) {
    return race(
        () -> title("https://eu.example/" + path), () -> title("https://us-west.example/" + path));
  }

  String withoutTheSlowTail(String url) {
    return hedge(Duration.ofMillis(50), () -> title(url));
  }

  // @end region="race"

  @TreadleTest
  void theFirstValueWins() {
    assertThat(fromTheNearestMirror("x")).isEqualTo("title of https://eu.example/x");
    assertThat(withoutTheSlowTail("y")).isEqualTo("title of y");
  }

  private final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="daemon"
  void crawl(List<String> urls) {
    var done = new ConcurrentLinkedQueue<String>();
    TaskGroup.run(group -> {
      group.every(Duration.ofMillis(5), () -> log.add(done.size() + " done"));
      for (var url : urls) {
        group.start(() -> done.add(title(url)));
      }
    });
  }

  // @end region="daemon"

  @TreadleTest
  void aDaemonEndsWithTheWork() {
    crawl(List.of("12345678", "123456789012"));

    assertThat(log).containsExactly("0 done", "1 done");
  }

  // @start region="ready"
  int listen(Server server) {
    return TaskGroup.call(group -> {
      int port = group.startReady(started -> server.serve(started::with));
      log.add("listening on " + port);
      group.cancel("that was all");
      return port;
    });
  }

  // @end region="ready"

  interface Server {
    void serve(java.util.function.Consumer<Integer> ready) throws IOException;
  }

  @TreadleTest
  void startReadyReturnsWhenTheServerListens() {
    int port =
        listen(ready -> {
          sleep(Duration.ofMillis(10));
          ready.accept(8080);
          sleep(Duration.ofHours(1));
        });

    assertThat(port).isEqualTo(8080);
  }

  // @start region="supervise"
  void serve(List<Integer> requests) {
    TaskGroup.supervise(
        failure -> log.add("request failed: " + failure.getMessage()),
        group -> {
          for (int id : requests) {
            group.start(() -> log.add(orders(id).size() + " orders"));
          }
        });
  }

  // @end region="supervise"

  @TreadleTest
  void aFailedRequestLeavesTheOthersAlone() {
    serve(List.of(1, -1, 2));

    assertThat(log)
        .containsExactlyInAnyOrder("2 orders", "request failed: no orders of user -1", "2 orders");
  }

  // @start region="context"
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  List<String> greetings() {
    return Context.where(USER, "ada")
        .call(() -> gather(() -> "hello " + USER.get(), () -> "goodbye " + USER.get()));
  }

  // @end region="context"

  @TreadleTest
  void childrenReadTheValuesOfTheirContext() {
    assertThat(greetings()).containsExactly("hello ada", "goodbye ada");
  }

  // @start region="run"
  static int main() {
    return Treadle.run(() -> {
      sleep(Duration.ofSeconds(1));
      return 42;
    });
  }

  // @end region="run"

  @TreadleTest
  void runReturnsTheProgramsValue() {
    assertThat(main()).isEqualTo(42);
  }
}
