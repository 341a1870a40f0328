package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Outcome;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The examples in the documentation of flows.
class FlowSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  private String fetch(String url) {
    sleep(Duration.ofSeconds(1));
    return "page of " + url;
  }

  private void store(List<?> rows) {
    log.add(rows);
  }

  // @start region="flow"
  void copy(Flow<String> urls) {
    urls.filter(url -> url.startsWith("https:"))
        .mapConcurrent(10, this::fetch)
        .batch(100, Duration.ofSeconds(1))
        .forEach(this::store);
  }

  // @end region="flow"

  @TreadleTest
  void whatIsFetchedIsStored() {
    copy(Flow.of("https://a", "http://b", "https://c"));

    assertThat(log).containsExactly(List.of("page of https://a", "page of https://c"));
  }

  // @start region="generate"
  Flow<Integer> countdown(int from) {
    return Flow.generate(emit -> {
      for (int i = from; i > 0; i--) {
        emit.accept(i);
        sleep(Duration.ofSeconds(1));
      }
    });
  }

  // @end region="generate"

  @TreadleTest
  void aGeneratorTakesItsTime(Simulation simulation) {
    assertThat(countdown(3).toList()).containsExactly(3, 2, 1);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  record Page(List<String> items, @Nullable String next) {}

  private Page page(String token) {
    sleep(Duration.ofSeconds(1));
    return token.equals("c") ? new Page(List.of("5"), null) : new Page(List.of(token), "c");
  }

  // @start region="using"
  static Flow<String> entries(ZipSource archives) {
    return Flow.using(archives::open, archive -> archive.nextEntry(), archive -> archive.close());
  }

  // @end region="using"

  /// Stands for whatever is opened, read and closed.
  static final class ZipSource {
    private final List<Object> log;
    private int entries;

    ZipSource(List<Object> log) {
      this.log = log;
    }

    ZipSource open() {
      log.add("opened");
      return this;
    }

    @Nullable String nextEntry() {
      return entries == 2 ? null : "entry " + ++entries;
    }

    void close() {
      log.add("closed");
    }
  }

  @TreadleTest
  void whatIsOpenedIsReadAndClosed() {
    entries(new ZipSource(log)).forEach(log::add);

    assertThat(log).containsExactly("opened", "entry 1", "entry 2", "closed");
  }

  // @start region="pages"
  Flow<String> items() {
    return Flow.pages(() -> page("a"), page -> page.next() == null ? null : page(page.next()))
        .flatMap(Page::items);
  }

  // @end region="pages"

  @TreadleTest
  void pagesFollowEachOther() {
    assertThat(items().toList()).containsExactly("a", "5");
  }

  // @start region="asCompleted"
  String fastest(List<String> mirrors) {
    return Flow.asCompleted(mirrors, this::fetch)
        .filter(Outcome::isSuccess)
        .map(Outcome::value)
        .first()
        .orElseThrow();
  }

  // @end region="asCompleted"

  @TreadleTest
  void theFastestMirrorWins() {
    assertThat(fastest(List.of("a", "b"))).startsWith("page of ");
  }

  // @start region="batch"
  void insertAll(Flow<String> rows) {
    rows.batch(1_000, Duration.ofMillis(10)).forEach(this::store);
  }

  // @end region="batch"

  @TreadleTest
  void rowsAreStoredInBatches() {
    insertAll(Flow.of("a", "b"));

    assertThat(log).containsExactly(List.of("a", "b"));
  }

  record Order(String customer, int amount) {}

  // @start region="groupBy"
  Flow<String> totals(Flow<Order> orders) {
    return orders.groupBy(
        1_000,
        Order::customer,
        (customer, theirs) ->
            theirs.scan(0, (sum, order) -> sum + order.amount()).map(sum -> customer + ": " + sum));
  }

  // @end region="groupBy"

  @TreadleTest
  void eachCustomerHasItsTotals() {
    var orders = Flow.of(new Order("ann", 1), new Order("bob", 5), new Order("ann", 2));

    assertThat(totals(orders).toList()).containsExactlyInAnyOrder("ann: 1", "ann: 3", "bob: 5");
  }

  // @start region="mapConcurrent"
  List<String> fetchAll(Flow<String> urls) {
    return urls.mapConcurrent(10, this::fetch).toList();
  }

  // @end region="mapConcurrent"

  @TreadleTest
  void tenAreFetchedAtATime(Simulation simulation) {
    assertThat(fetchAll(Flow.of("a", "b", "c"))).hasSize(3);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @start region="share"
  void watch(Flow<Integer> prices) {
    TaskGroup.run(group -> {
      var shared = prices.share(group);
      group.start(() -> shared.flow().batch(100).forEach(this::store));
      group.start(() -> shared.flow().conflate().forEach(this::display));
    });
  }

  // @end region="share"

  private void display(int price) {
    assertThat(price).isBetween(1, 3);
  }

  @TreadleTest
  void bothSeeThePrices() {
    watch(countdown(3));

    assertThat(log).isNotEmpty();
  }

  // @start region="open"
  int sumUpTo(int most, Flow<Integer> numbers) {
    int sum = 0;
    try (var cursor = numbers.open()) {
      for (int number : cursor) {
        if (sum + number > most) {
          break;
        }
        sum += number;
      }
    }
    return sum;
  }

  // @end region="open"

  @TreadleTest
  void theLoopMayBeLeftEarly() {
    assertThat(Treadle.run(() -> sumUpTo(12, countdown(5)))).isEqualTo(12);
  }
}
