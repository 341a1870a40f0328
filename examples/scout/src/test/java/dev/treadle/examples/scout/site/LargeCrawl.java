package dev.treadle.examples.scout.site;

import dev.treadle.TaskGroup;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.http.Url;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// A crawl in a process of its own, whose heap its caller has limited.
final class LargeCrawl {

  static final int CONCURRENCY = 32;

  private static final File DESCRIPTORS = new File("/proc/self/fd");
  private static final Duration OFTEN = Duration.ofMillis(20);

  private LargeCrawl() {}

  /// Prints how many pages were read, how many links are broken, how many descriptors were open at
  /// once, and how many megabytes of the heap were committed, each on a line of its own.
  ///
  /// @param words where to begin
  public static void main(String[] words) {
    var settings =
        CrawlSettings.DEFAULT.withPace(
            pace -> pace.withConcurrency(CONCURRENCY).withPerHost(CONCURRENCY));
    var descriptors = new AtomicInteger();
    var report =
        TaskGroup.call(group -> {
          group.every(OFTEN, () -> descriptors.accumulateAndGet(open(), Math::max));
          return Crawl.of("large crawl", List.of(Url.of(words[0])), settings).run();
        });
    System.out.println(report.pages().size());
    System.out.println(report.broken().size());
    System.out.println(descriptors);
    System.out.println(heap() >> 20);
  }

  private static int open() {
    // Listing them opens another.
    return Objects.requireNonNull(DESCRIPTORS.list(), "descriptors").length - 1;
  }

  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getCommitted())
        .sum();
  }
}
