package dev.treadle.benchmarks.scout;

import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.http.Url;
import java.util.List;

/// Treadle's.
final class ScoutCrawler {

  private static final CrawlSettings SETTINGS =
      CrawlSettings.DEFAULT.withPace(
          pace -> pace.withConcurrency(Crawled.CONCURRENCY).withPerHost(Crawled.PER_HOST));

  private ScoutCrawler() {}

  public static void main(String[] words) throws Exception {
    Crawling.report(words, ScoutCrawler::crawl);
  }

  private static Findings crawl(String url) {
    var counters = Crawl.of("crawl", List.of(Url.of(url)), SETTINGS).run().counters();
    return new Findings(counters.pages(), counters.broken());
  }
}
