package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
import dev.treadle.benchmarks.JavaProgram;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A whole program: Scout crawls more pages than others with the same processor.
///
/// A page is fetched, parsed, and its links are looked up among those that are known; pages with
/// faults are tried again. Whoever finds other pages or other broken links than the rest fails.
public final class ScoutArea implements Area {

  private static final double JDK = 1.3;
  private static final double AIOHTTP = 4;

  private static final double DEMO_MILLIS = 3000;

  private static final double CRAWL_WEIGHT = 2;
  private static final double DEMO_WEIGHT = 0.5;

  @Override
  public String name() {
    return "scout";
  }

  @Override
  public String title() {
    return "Crawling a site: Scout, beside plain virtual threads with the JDK's client, and aiohttp";
  }

  @Override
  public Duration budget() {
    return Duration.ofMinutes(10);
  }

  @Override
  public int rounds() {
    return 3;
  }

  @Override
  public List<Claim> claims() {
    var treadle = Battery.of(Crawled.java("Treadle", ScoutCrawler.class));
    var jdk = Battery.of(Crawled.java("virtual threads, JDK client", JdkCrawler.class));
    // What parses fastest for Python, what most use, and what is always there.
    var lxml = Battery.of(Crawled.python("aiohttp, lxml", "lxml", "aiohttp, lxml"));
    var soup = Battery.of(Crawled.python("aiohttp, BeautifulSoup", "bs4", "aiohttp, lxml, bs4"));
    var standard = Battery.of(Crawled.python("aiohttp, html.parser", "html", "aiohttp"));
    var processor =
        Claim.of(
                "pages for a second of processor time",
                "pages/CPU-s",
                Better.HIGHER,
                treadle.row(Crawling.PROCESSOR))
            .against(jdk.row(Crawling.PROCESSOR), JDK)
            .against(lxml.row(Crawling.PROCESSOR), AIOHTTP)
            .beside(standard.row(Crawling.PROCESSOR))
            .beside(soup.row(Crawling.PROCESSOR));
    var wall =
        Claim.of("pages a second", "pages/s", Better.HIGHER, treadle.row(Crawling.WALL))
            .beside(jdk.row(Crawling.WALL))
            .beside(lxml.row(Crawling.WALL))
            .beside(standard.row(Crawling.WALL))
            .beside(soup.row(Crawling.WALL));
    return Stream.concat(
            Battery.claims(CRAWL_WEIGHT, Stream.of(processor, wall.inFullOnly())),
            Stream.of(demo()))
        .toList();
  }

  private static Claim demo() {
    return Claim.of(
            "./treadle demo answers its first page",
            "ms",
            Better.LOWER,
            JavaProgram.of("Treadle", DemoStart.class))
        .againstBar(DEMO_MILLIS)
        .withWeight(DEMO_WEIGHT);
  }
}
