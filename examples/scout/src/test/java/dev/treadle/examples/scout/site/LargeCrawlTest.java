package dev.treadle.examples.scout.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A site of many pages is crawled within bounds. In real time, in processes of their own.
class LargeCrawlTest {

  private static final int PAGES = Integer.getInteger("scout.pages", 100_000);
  private static final String HEAP = "-Xmx256m";

  /// Besides connections: standard streams, the poller, whoever counts.
  private static final int MORE_DESCRIPTORS = 20;

  @Test
  void aHundredThousandPagesFitIntoALittleHeapAndFewDescriptors() throws Exception {
    var settings = SiteSettings.DEFAULT.withPages(PAGES).withDelays(false);
    var site = java("-Xmx256m", LargeSite.class, Integer.toString(PAGES));
    try (var told = reader(site)) {
      var here = "http://127.0.0.1:" + told.readLine();
      var expected = Expected.of(here, "http://localhost", settings);

      var found = crawl(here + "/");

      System.out.println("large crawl: pages, broken links, descriptors, MB of heap: " + found);
      assertThat(found.subList(0, 2))
          .containsExactly(expected.pages().size(), expected.broken().size());
      assertThat(found.get(2)).isLessThanOrEqualTo(LargeCrawl.CONCURRENCY + MORE_DESCRIPTORS);
    } finally {
      site.destroyForcibly().waitFor();
    }
  }

  private static List<Integer> crawl(String url) throws Exception {
    var crawl = java(HEAP, LargeCrawl.class, url);
    try (var told = reader(crawl)) {
      var found = told.lines().map(Integer::valueOf).toList();
      assertThat(crawl.waitFor()).as("exit code of the crawl").isZero();
      return found;
    } finally {
      crawl.destroyForcibly();
    }
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static Process java(String heap, Class<?> main, String word) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), word));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
