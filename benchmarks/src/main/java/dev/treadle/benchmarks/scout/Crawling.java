package dev.treadle.benchmarks.scout;

import com.sun.management.OperatingSystemMXBean;
import dev.treadle.benchmarks.Measuring;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// The frame of a crawler's `main`: crawls once to warm up, then for as long as it was told, and
/// answers two rows.
final class Crawling {

  /// Pages a second.
  static final String WALL = "wall";

  /// Pages for each second of the process's processor time.
  static final String PROCESSOR = "processor";

  private Crawling() {}

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
  /// @param words the site's address
  /// @throws IllegalStateException if it did not find what there is
  static void report(String[] words, Crawler crawler) throws Exception {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    crawl(crawler, words[0]);
    long time = Measuring.ordered().time().toNanos();
    long start = System.nanoTime();
    long processor = system.getProcessCpuTime();
    long pages = 0;
    long elapsed;
    do {
      pages += crawl(crawler, words[0]);
      elapsed = System.nanoTime() - start;
    } while (elapsed < time);
    processor = system.getProcessCpuTime() - processor;
    double perSecond = (double) pages * TimeUnit.SECONDS.toNanos(1);
    Measuring.report(WALL, perSecond / elapsed);
    Measuring.report(PROCESSOR, perSecond / processor);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static int crawl(Crawler crawler, String url) throws Exception {
    var found = crawler.crawl(url);
    if (!found.equals(Findings.EXPECTED)) {
      throw new IllegalStateException(
          "expected a crawl to find " + Findings.EXPECTED + ", got " + found);
    }
    return found.pages();
  }
}
