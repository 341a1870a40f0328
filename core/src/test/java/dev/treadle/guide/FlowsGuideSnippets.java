package dev.treadle.guide;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Outcome;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// The examples of docs/flows.md.
class FlowsGuideSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  record User(String name) {}

  private static User fetchUser(String name) {
    sleep(Duration.ofSeconds(1));
    return new User(name);
  }

  private void insert(List<User> users) {
    log.add(users);
  }

  // @start region="first"
  void importUsers(Path names) {
    Flow.lines(names)
        .filter(name -> !name.isBlank())
        .mapConcurrent(10, name -> fetchUser(name)) // ten at a time, results in order
        .batch(100, Duration.ofSeconds(1)) // a hundred, or what has come within a second
        .forEach(this::insert);
  }

  // @end region="first"

  @TreadleTest
  void usersAreImportedInBatches(Simulation simulation, @TempDir Path folder) throws IOException {
    importUsers(Files.writeString(folder.resolve("names"), "ann\n\nbob\n"));

    assertThat(log).containsExactly(List.of(new User("ann"), new User("bob")));
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  private static String reading() {
    return "21 C";
  }

  private void closeSensor() {
    log.add("closed");
  }

  // @start region="generate"
  Flow<String> readings() {
    return Flow.generate(emit -> {
      try {
        while (true) {
          emit.accept(reading()); // waits until somebody has taken it
          sleep(Duration.ofSeconds(1));
        }
      } finally {
        closeSensor(); // the consumer has enough, was cancelled, or failed
      }
    });
  }

  // @end region="generate"

  @TreadleTest
  void aGeneratorEndsWithItsConsumer() {
    assertThat(readings().take(2).toList()).containsExactly("21 C", "21 C");
    assertThat(log).containsExactly("closed");
  }

  record Page(List<String> items, @Nullable String next) {}

  private Page page(String token) {
    log.add(token);
    sleep(Duration.ofSeconds(1));
    return new Page(List.of(token + 1, token + 2), token.equals("c") ? null : "c");
  }

  // @start region="pages"
  Flow<String> allItems() {
    return Flow.pages(() -> page("a"), page -> page.next() == null ? null : page(page.next()))
        .flatMap(page -> page.items());
  }

  // @end region="pages"

  @TreadleTest
  void pagesAreFetchedAsTheyAreNeeded() {
    assertThat(allItems().toList()).containsExactly("a1", "a2", "c1", "c2");
    assertThat(log).containsExactly("a", "c");
  }

  private static String fetch(String url) throws IOException {
    sleep(Duration.ofSeconds(url.length()));
    if (url.startsWith("bad")) {
      throw new IOException(url);
    }
    return url;
  }

  // @start region="asCompleted"
  void report(List<String> urls) {
    Flow.asCompleted(urls, url -> fetch(url))
        .forEach(outcome -> {
          switch (outcome) {
            case Outcome.Success(var text) -> log.add("got " + text);
            case Outcome.Failure(var failure) -> log.add("failed: " + failure.getMessage());
            case Outcome.Cancelled(var origin) -> log.add("cancelled: " + origin.reason());
          }
        });
  }

  // @end region="asCompleted"

  @TreadleTest
  void outcomesComeAsTheyAreThere() {
    report(List.of("bad-one", "good", "x"));

    assertThat(log).containsExactly("got x", "got good", "failed: bad-one");
  }

  // @start region="parallel"
  List<String> fetchBoth(Flow<String> urls, Flow<String> more) {
    return urls.merge(more) // both at once
        .mapUnordered(4, url -> fetch(url)) // four at a time, each result when it is there
        .toList();
  }

  // @end region="parallel"

  @TreadleTest
  void bothAreFetched() {
    assertThat(fetchBoth(Flow.of("aaa"), Flow.of("b"))).containsExactly("b", "aaa");
  }

  record Event(String user, String what) {}

  // @start region="groupBy"
  Flow<List<Event>> sessions(Flow<Event> events) {
    return events.groupBy(
        10_000, Event::user, (user, theirs) -> theirs.batch(50, Duration.ofMinutes(5)));
  }

  // @end region="groupBy"

  @TreadleTest
  void eachUserHasSessions() {
    var events = Flow.of(new Event("ann", "in"), new Event("bob", "in"), new Event("ann", "out"));

    assertThat(sessions(events).map(List::size).toList()).containsExactlyInAnyOrder(2, 1);
  }

  private static int parse(String line) {
    return Integer.parseInt(line);
  }

  // @start region="buffer"
  int sum(Flow<String> lines) {
    return lines
        .buffer(64) // whoever makes the lines may be 64 ahead
        .map(line -> parse(line))
        .reduce(0, Integer::sum);
  }

  // @end region="buffer"

  @TreadleTest
  void aBufferChangesNothingButTheTime() {
    assertThat(sum(Flow.of("1", "2", "3"))).isEqualTo(6);
  }

  private void search(String text) {
    log.add(text);
  }

  // @start region="debounce"
  void searchAsOneTypes(Flow<String> typed) {
    typed.debounce(Duration.ofMillis(300)).forEach(this::search);
  }

  // @end region="debounce"

  @TreadleTest
  void oneSearchesForWhatWasTyped() {
    searchAsOneTypes(
        Flow.generate(emit -> {
          for (var text : List.of("t", "tr", "tre")) {
            emit.accept(text);
            sleep(Duration.ofMillis(text.equals("tr") ? 500 : 100));
          }
        }));

    assertThat(log).containsExactly("tr", "tre");
  }

  private void store(int number) throws IOException {
    if (number > 2) {
      throw new IOException("disk full");
    }
    log.add(number);
  }

  // @start region="failures"
  void storeAll(Flow<String> lines) throws IOException { // what store() throws comes out as it is
    try {
      lines.map(line -> parse(line)).forEach(this::store);
    } catch (TaskFailedException failed) { // the source or an operator failed
      throw failed.rethrow(NumberFormatException.class);
    }
  }

  // @end region="failures"

  @TreadleTest
  void failuresOfBothSidesAreToldApart() {
    assertThatThrownBy(() -> storeAll(Flow.of("1", "3"))).hasMessage("disk full");
    assertThatThrownBy(() -> storeAll(Flow.of("1", "x"))).isInstanceOf(NumberFormatException.class);
  }

  // @start region="retry"
  Flow<String> stubborn(Flow<String> lines, Flow<String> cached) {
    return lines
        .retry(3, failure -> failure instanceof IOException, attempt -> Duration.ofSeconds(attempt))
        .onError(_ -> cached);
  }

  // @end region="retry"

  @TreadleTest
  void afterThreeAttemptsTheCacheHelps(Simulation simulation) {
    var broken =
        Flow.<String>generate(_ -> {
          throw new IOException("broken");
        });

    assertThat(stubborn(broken, Flow.of("old")).toList()).containsExactly("old");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  // @start region="cursor"
  List<String> untilEmptyLine(Flow<String> lines) {
    var header = new ArrayList<String>();
    try (var cursor = lines.open()) {
      for (var line : cursor) {
        if (line.isEmpty()) {
          break; // the rest is not asked for
        }
        header.add(line);
      }
    }
    return header;
  }

  // @end region="cursor"

  @TreadleTest
  void aLoopMayBeLeft() {
    assertThat(untilEmptyLine(Flow.of("a", "b", "", "c"))).containsExactly("a", "b");
  }

  // @start region="step"
  void poll(Flow<String> news) {
    try (var cursor = news.open()) {
      var all = cursor.iterator();
      for (int step = 0; step < 3; step++) {
        var next = moveOnAfter(Duration.ofSeconds(1), () -> all.next());
        log.add(next.orElse("nothing new")); // it is not lost: the next step gets it
      }
    }
  }

  // @end region="step"

  @TreadleTest
  void aStepThatIsGivenUpTakesNothing() {
    var news =
        Flow.<String>generate(emit -> {
          sleep(Duration.ofMillis(1500));
          emit.accept("rain");
          sleep(Duration.ofHours(1));
        });
    Treadle.run(() -> poll(news));

    assertThat(log).containsExactly("nothing new", "rain", "nothing new");
  }

  // @start region="share"
  void watch(Flow<Integer> prices) {
    TaskGroup.run(group -> {
      var shared = prices.share(group);
      group.start(() -> shared.flow().batch(60).forEach(this::archive)); // sees each
      group.start(() -> shared.flow().conflate().forEach(this::show)); // never holds up the other
    });
  }

  // @end region="share"

  private void archive(List<Integer> prices) {
    log.addAll(prices);
  }

  private void show(int price) {
    assertThat(price).isPositive();
  }

  @TreadleTest
  void theArchiveSeesEachPrice() {
    watch(Flow.interval(Duration.ofSeconds(1)).take(3).map(Long::intValue));

    assertThat(log).containsSubsequence(2, 3);
  }

  private void flush() {
    sleep(Duration.ofMillis(10));
    log.add("flushed");
  }

  // @start region="cleanup"
  Flow<String> careful() {
    return Flow.generate(emit -> {
      try {
        emit.accept("element");
        sleep(Duration.ofHours(1));
      } finally {
        shield(Duration.ofSeconds(5), () -> flush()); // flush() waits: without the shield it cannot
      }
    });
  }

  // @end region="cleanup"

  @TreadleTest
  void cleanupThatWaitsIsShielded(Simulation simulation) {
    assertThat(careful().first()).contains("element");
    assertThat(log).containsExactly("flushed");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(10));
  }

  // @start region="publisher"
  Publisher<String> shout(TaskGroup owner, Publisher<String> words) {
    return Flow.from(words).map(word -> word + "!").asPublisher(owner);
  }

  // @end region="publisher"

  @TreadleTest(realTime = true)
  void publishersInAndOut() {
    var words = new SubmissionPublisher<String>();
    TaskGroup.run(group -> {
      var shouted = shout(group, words);
      var all = group.start(() -> Flow.from(shouted).toList());
      while (words.getNumberOfSubscribers() == 0) {
        Treadle.checkpoint();
      }
      words.submit("hear");
      words.close();
      assertThat(all.await()).containsExactly("hear!");
    });
  }
}
