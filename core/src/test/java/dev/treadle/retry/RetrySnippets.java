package dev.treadle.retry;

import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The examples of [Retry], [Backoff], [RetryBudget] and [Fallback], run as tests.
class RetrySnippets {

  private final AtomicInteger requests = new AtomicInteger();

  private String get(String url) throws IOException {
    if (requests.incrementAndGet() % 3 != 0) {
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

  // @start region="backoff"
  private static final Backoff GENTLE =
      Backoff.exponential(Duration.ofMillis(50), Duration.ofSeconds(5)).withJitter(1);

  // @end region="backoff"

  // @start region="budget"
  private static final RetryBudget BUDGET = RetryBudget.of(0.1, 20);
  private static final Retry READS = Retry.of(3).withBudget(BUDGET);
  private static final Retry WRITES = Retry.of(2).withBudget(BUDGET);

  // @end region="budget"

  // @start region="fallback"
  String pageOrNothing(String url) {
    return Fallback.call(() -> page(url), failure -> "");
  }

  // @end region="fallback"

  // @start region="watched"
  private static final Fallback.Watched EMPTY_PAGE = Fallback.watched("empty page");

  String pageOrEmpty(String url) {
    return EMPTY_PAGE.call(() -> page(url), _ -> "");
  }

  static double partOfEmptyPages() {
    var all = EMPTY_PAGE.statistics();
    return (double) all.replaced() / Math.max(1, all.calls());
  }

  // @end region="watched"

  @TreadleTest
  void aPageThatComesInTheEnd() throws IOException {
    assertThat(page("a")).isEqualTo("page of a");
    assertThat(requests).hasValue(3);
  }

  @TreadleTest
  void delaysUnderASecondAndRetriesWithinABudget() throws IOException {
    assertThat(GENTLE.delay(1, new IOException())).isLessThanOrEqualTo(Duration.ofMillis(50));
    assertThat(READS.call(() -> get("a"))).isEqualTo("page of a");
    assertThat(WRITES.<Integer, RuntimeException>call(() -> 1)).isEqualTo(1);
  }

  @TreadleTest
  void aPageThatNeverComes() {
    requests.set(Integer.MIN_VALUE);
    assertThat(pageOrNothing("a")).isNotNull();
  }

  @TreadleTest
  void noneOfThePagesIsEmpty() {
    assertThat(pageOrEmpty("a")).isEqualTo("page of a");
    assertThat(partOfEmptyPages()).isZero();
  }
}
