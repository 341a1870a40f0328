package dev.treadle.examples.scout.site;

import dev.treadle.TaskGroup;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.http.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A crawl in a process of its own, whose heap its caller has limited.
final class LargeCrawl {

  static final int CONCURRENCY = 32;

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Duration OFTEN = Duration.ofMillis(20);

  private LargeCrawl() {}

  /// Prints how many pages were read, how many links are broken, how many descriptors were open at
  /// once, and how many megabytes of the heap were used at most, each on a line of its own.
  ///
  /// @param words where to begin
  public static void main(String[] words) {
    var settings =
        CrawlSettings.DEFAULT.withPace(
            pace -> pace.withConcurrency(CONCURRENCY).withPerHost(CONCURRENCY));
    var descriptors = new AtomicInteger();
    var heap = new AtomicInteger();
    var report =
        TaskGroup.call(group -> {
          group.every(
              OFTEN,
              () -> {
                descriptors.accumulateAndGet(open(), Math::max);
                heap.accumulateAndGet(heap(), Math::max);
              });
          return Crawl.of("large crawl", List.of(Url.of(words[0])), settings).run();
        });
    System.out.println(report.pages().size());
    System.out.println(report.broken().size());
    System.out.println(descriptors);
    System.out.println(heap);
  }

  /// What the JVM has its classes from does not count: that depends on the class path alone.
  private static int open() throws IOException {
    int count = 0;
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (var descriptor : all) {
        count += isOfJvm(descriptor) ? 0 : 1;
      }
    }
    return count;
  }

  private static boolean isOfJvm(Path descriptor) {
    try {
      var target = Files.readSymbolicLink(descriptor).toString();
      return target.endsWith(".jar") || target.endsWith("/lib/modules");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static int heap() {
    var runtime = Runtime.getRuntime();
    return (int) ((runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }
}
