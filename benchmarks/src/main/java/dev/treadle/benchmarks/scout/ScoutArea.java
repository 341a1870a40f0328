package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.Area;
import dev.treadle.benchmarks.Battery;
import dev.treadle.benchmarks.Better;
import dev.treadle.benchmarks.Claim;
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
    return Duration.ofMinutes(6);
  }

  @Override
  public int rounds() {
    return 3;
  }

  @Override
  public List<Claim> claims() {
    var treadle = Battery.of(Crawled.java("Treadle", ScoutCrawler.class));
    var jdk = Battery.of(Crawled.java("virtual threads, JDK client", JdkCrawler.class));
    var aiohttp = Battery.of(Crawled.python("aiohttp", "aiohttp", "aiohttp_crawler.py"));
    var processor =
        Claim.of(
                "pages for a second of processor time",
                "pages/CPU-s",
                Better.HIGHER,
                treadle.row(Crawling.PROCESSOR))
            .against(jdk.row(Crawling.PROCESSOR), JDK)
            .against(aiohttp.row(Crawling.PROCESSOR), AIOHTTP);
    var wall =
        Claim.of("pages a second", "pages/s", Better.HIGHER, treadle.row(Crawling.WALL))
            .beside(jdk.row(Crawling.WALL))
            .beside(aiohttp.row(Crawling.WALL));
    return Battery.claims(1, Stream.of(processor, wall)).toList();
  }
}
