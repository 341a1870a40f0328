package dev.treadle.guide;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.retry.Backoff;
import dev.treadle.retry.CircuitBreaker;
import dev.treadle.retry.CircuitOpenException;
import dev.treadle.retry.Fallback;
import dev.treadle.retry.Retry;
import dev.treadle.retry.RetryBudget;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of docs/retry.md.
class RetryGuideSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final Map<String, String> cache = new ConcurrentHashMap<>(Map.of("old", "stale page"));
  private int failures;

  private static final class TooManyRequests extends IOException {

    private static final long serialVersionUID = 1L;

    Duration retryAfter() {
      return Duration.ofSeconds(7);
    }
  }

  private String get(String url) throws IOException {
    sleep(Duration.ofMillis(100));
    if (failures > 0) {
      failures--;
      throw new IOException("503");
    }
    return "page of " + url;
  }

  // @start region="retry"
  private static final Retry RETRY =
      Retry.of(4).withRetryOn(IOException.class).withNoRetryOn(FileNotFoundException.class);

  String page(String url) throws IOException {
    return RETRY.call(() -> timeout(Duration.ofSeconds(2), () -> get(url)));
  }

  // @end region="retry"

  @TreadleTest
  void aPageComesAtTheThirdAttempt(Simulation simulation) throws IOException {
    failures = 2;

    assertThat(page("a")).isEqualTo("page of a");
    assertThat(simulation.clock().elapsed())
        .isBetween(Duration.ofMillis(450), Duration.ofMillis(600));
  }

  // @start region="backoff"
  private static final Backoff PATIENT =
      Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private static final Backoff STEADY = Backoff.fixed(Duration.ofSeconds(1)).withJitter(0.2);

  private static final Backoff OBEDIENT =
      Backoff.of((failures, last) ->
          last instanceof TooManyRequests busy ? busy.retryAfter() : PATIENT.delay(failures, last));

  // @end region="backoff"

  @TreadleTest
  void delaysAreAsTheirBackoffSays() {
    assertThat(OBEDIENT.delay(1, new TooManyRequests())).isEqualTo(Duration.ofSeconds(7));
    assertThat(OBEDIENT.delay(3, new IOException()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(STEADY.delay(9, new IOException()))
        .isBetween(Duration.ofMillis(800), Duration.ofSeconds(1));
  }

  // @start region="deadline"
  String pageInTime(String url) throws IOException {
    return timeout(Duration.ofSeconds(10), () -> Retry.untilDeadline().call(() -> get(url)));
  }

  // @end region="deadline"

  @TreadleTest
  void nobodySleepsIntoATimeout(Simulation simulation) {
    failures = 1_000;

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> pageInTime("a"))
        .withMessage("503");
    assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofSeconds(10));
  }

  // @start region="budget"
  private static final RetryBudget BUDGET = RetryBudget.of(0.1, 20);

  private static final Retry READS = Retry.of(4).withBudget(BUDGET);
  private static final Retry WRITES = Retry.of(2).withBudget(BUDGET);

  // @end region="budget"

  @TreadleTest
  void readsAndWritesShareABudget() throws IOException {
    failures = 1;
    assertThat(READS.call(() -> get("a"))).isEqualTo("page of a");
    assertThat(WRITES.call(() -> get("b"))).isEqualTo("page of b");
  }

  // @start region="breaker"
  private final CircuitBreaker pages = CircuitBreaker.create("pages");

  String pageOrFailAtOnce(String url) throws IOException {
    return pages.call(() -> timeout(Duration.ofSeconds(2), () -> get(url)));
  }

  // @end region="breaker"

  // @start region="breaker-settings"
  private final CircuitBreaker images =
      CircuitBreaker.create(
          "images",
          c ->
              c.withFailureRate(0.3, 50, Duration.ofSeconds(30))
                  .withConsecutiveFailures(10) // or that
                  .withPause(Duration.ofSeconds(10))
                  .withTrials(5)
                  .withCounts(failure -> !(failure instanceof FileNotFoundException)));

  // @end region="breaker-settings"

  @TreadleTest
  void whatFailsTooOftenIsNotAskedAnyMore(Simulation simulation) throws IOException {
    failures = 20;
    for (int i = 0; i < 20; i++) {
      assertThat(catchThrowable(() -> pageOrFailAtOnce("a"))).isInstanceOf(IOException.class);
    }
    assertThat(catchThrowable(() -> pageOrFailAtOnce("a")))
        .isInstanceOf(CircuitOpenException.class);
    sleep(Duration.ofSeconds(5));
    assertThat(pageOrFailAtOnce("a")).isEqualTo("page of a");
    assertThat(images.call(() -> get("b"))).isEqualTo("page of b");
  }

  // @start region="fallback"
  String pageOrOld(String url) {
    return Fallback.call(() -> page(url), _ -> cache.getOrDefault(url, "try again later"));
  }

  String pageOrNotFound(String url) throws IOException {
    return Fallback.on(FileNotFoundException.class, () -> page(url), _ -> "there is no " + url);
  }

  // @end region="fallback"

  @TreadleTest
  void anOldPageIsBetterThanNone() throws IOException {
    failures = 4;

    assertThat(pageOrOld("old")).isEqualTo("stale page");
    assertThat(pageOrNotFound("new")).isEqualTo("page of new");
  }

  // @start region="bulkhead"
  private final CapacityLimiter slowService = CapacityLimiter.of("slow service", 5);

  String pageInTurn(String url) throws IOException {
    try (var _ = slowService.acquire()) {
      return get(url);
    }
  }

  Optional<String> pageIfThereIsRoom(String url) throws IOException {
    try (var token = slowService.tryAcquire()) {
      return token == null ? Optional.empty() : Optional.of(get(url));
    }
  }

  // @end region="bulkhead"

  @TreadleTest
  void fiveAtATime(Simulation simulation) {
    TaskGroup.run(group -> {
      for (int i = 0; i < 10; i++) {
        group.start(() -> pageInTurn("a"));
      }
      simulation.awaitBlocked();
      assertThat(pageIfThereIsRoom("b")).isEmpty();
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(200));
  }

  // @start region="together"
  String bestEffort(String url) {
    return Fallback.call(
        () -> timeout(Duration.ofSeconds(10), () -> RETRY.call(() -> attempt(url))),
        _ -> cache.getOrDefault(url, "try again later"));
  }

  private String attempt(String url) throws IOException {
    return pages.call(() -> {
      try (var _ = slowService.acquire()) {
        return timeout(Duration.ofSeconds(2), () -> get(url));
      }
    });
  }

  // @end region="together"

  @TreadleTest
  void allOfThemTogether(Simulation simulation) {
    failures = 3;
    assertThat(bestEffort("a")).isEqualTo("page of a");
    failures = 1_000;
    assertThat(bestEffort("old")).isEqualTo("stale page");
    assertThat(moveOnAfter(Duration.ofMillis(50), () -> bestEffort("old"))).isEmpty();
  }

  // @start region="listener"
  Retry watched() {
    return Retry.of(4)
        .withListener(failure ->
            log.add(
                "attempt " + failure.attempt() + ": " + failure.verdict() + " " + failure.delay()));
  }

  // @end region="listener"

  // @start region="watched-fallback"
  private final Fallback.Watched stalePage =
      Fallback.watched("stale page").withListener(failure -> log.add(failure.exception()));

  String pageOrStale(String url) {
    return stalePage.call(() -> page(url), _ -> cache.getOrDefault(url, "try again later"));
  }

  // @end region="watched-fallback"

  @TreadleTest
  void aFallbackIsCounted() {
    failures = 1_000;

    assertThat(pageOrStale("old")).isEqualTo("stale page");
    assertThat(stalePage.statistics()).isEqualTo(new Fallback.Statistics(1, 1, 1));
    assertThat(log).singleElement().isInstanceOf(IOException.class);
  }

  @TreadleTest
  void aListenerHearsOfFailures() throws IOException {
    failures = 1;
    watched().withBackoff(Backoff.fixed(Duration.ofSeconds(1))).run(() -> get("a"));

    assertThat(log).containsExactly("attempt 1: RETRY PT1S");
  }
}
