package dev.treadle.sync;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The example of [KeyedMutex].
class KeyedMutexSnippets {

  private final AtomicInteger loads = new AtomicInteger();

  private String load(String url) {
    sleep(Duration.ofSeconds(1));
    return "page " + loads.incrementAndGet() + " of " + url;
  }

  // @start region="page"
  private final KeyedMutex<String> loading = KeyedMutex.create("page");
  private final Map<String, String> cache = new ConcurrentHashMap<>();

  /// Each page is loaded once, however many want it at the same time.
  String page(String url) {
    try (var _ = loading.acquire(url)) {
      var cached = cache.get(url);
      if (cached == null) {
        cached = load(url);
        cache.put(url, cached);
      }
      return cached;
    }
  }

  // @end region="page"

  @TreadleTest(explore = 1000)
  void aPageIsLoadedOnce() {
    var pages = gather(() -> page("a"), () -> page("a"), () -> page("b"));

    assertThat(loads).hasValue(2);
    assertThat(pages.get(0)).isEqualTo(pages.get(1));
    assertThat(loading.size()).isZero();
  }
}
