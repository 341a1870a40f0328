package dev.treadle.benchmarks.scout;

import com.sun.management.OperatingSystemMXBean;
import dev.treadle.benchmarks.Measuring;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// The frame of a crawler's `main`: crawls to warm up, then for as long as it was told, and answers
/// two rows.
final class Crawling {

  /// Pages a second.
  static final String WALL = "wall";

  /// Pages for each second of the process's processor time.
  static final String PROCESSOR = "processor";

  /// Most of what a JVM does in its first ten seconds is to compile.
  private static final int WARM_TIMES = 3;

  private static final long LEAST_WARM_NANOS = TimeUnit.SECONDS.toNanos(12);

  private final Crawler crawler;
  private final String url;
  private final Findings expected;

  private Crawling(Crawler crawler, String url, Findings expected) {
    this.crawler = crawler;
    this.url = url;
    this.expected = expected;
  }

  /// A way to crawl a site.
  @FunctionalInterface
  interface Crawler {

    /// Crawls all of it.
    ///
    /// @param url where to begin
    Findings crawl(String url) throws Exception;
  }

  /// Measures a crawler.
  ///
  /// @param words what there is to be found: pages, broken links; and the site's address
  /// @throws IllegalStateException if it was not found
  static void report(String[] words, Crawler crawler) throws Exception {
    var expected = new Findings(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    new Crawling(crawler, words[2], expected).report();
  }

  private void report() throws Exception {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long time = Measuring.ordered().time().toNanos();
    crawlFor(Math.max(WARM_TIMES * time, LEAST_WARM_NANOS));
    long start = System.nanoTime();
    long processor = system.getProcessCpuTime();
    double pages = crawlFor(time);
    long elapsed = System.nanoTime() - start;
    processor = system.getProcessCpuTime() - processor;
    Measuring.report(WALL, pages * TimeUnit.SECONDS.toNanos(1) / elapsed);
    Measuring.report(PROCESSOR, pages * TimeUnit.SECONDS.toNanos(1) / processor);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /// Crawls all of the site, again and again, and returns how many pages that were.
  private long crawlFor(long nanos) throws Exception {
    long end = System.nanoTime() + nanos;
    long pages = 0;
    do {
      var found = crawler.crawl(url);
      if (!found.equals(expected)) {
        throw new IllegalStateException("expected a crawl to find " + expected + ", got " + found);
      }
      pages += found.pages();
    } while (System.nanoTime() < end);
    return pages;
  }
}
