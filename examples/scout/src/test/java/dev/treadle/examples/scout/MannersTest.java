package dev.treadle.examples.scout;

import static dev.treadle.examples.scout.SmallSite.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.server.Response;
import dev.treadle.test.TreadleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What hosts ask of programs, and what they say there is.
class MannersTest {

  private final SmallSite site = new SmallSite();

  @TreadleTest
  void whatRobotsTxtForbidsIsNotAskedFor() {
    site.page("/", "<a href=/private/x>x</a>")
        .page("/private/x", "x")
        .at("/robots.txt", _ -> Response.text("User-agent: *\nDisallow: /private/"));

    var report = site.crawl(CrawlTest::polite);

    assertThat(report.skipped())
        .containsExactly(new Report.Skipped(HERE + "private/x", "robots.txt forbids it"));
    assertThat(report.broken()).isEmpty();
    assertThat(site.asked("/private/x")).isZero();
  }

  @TreadleTest
  void rulesForThisProgramComeBeforeThoseForAll() {
    site.page("/", "<a href=a>a</a>")
        .page("/a", "a")
        .at(
            "/robots.txt",
            _ ->
                Response.text("User-agent: *\nDisallow: /\n\nUser-agent: treadle-scout\nAllow: /"));

    assertThat(site.crawl(CrawlTest::polite).pages()).hasSize(2);
  }

  @TreadleTest
  void whoCannotShowItsRobotsTxtIsLeftAlone() {
    site.page("/", "<a href=a>a</a>")
        .at("/robots.txt", _ -> Response.of(Status.INTERNAL_SERVER_ERROR));

    var report = site.crawl(CrawlTest::polite);

    assertThat(report.skipped())
        .containsExactly(
            new Report.Skipped(HERE, "robots.txt could not be read: 500 Internal Server Error"));
    assertThat(report.broken()).extracting(BrokenLink::link).containsExactly(HERE);
    assertThat(site.asked("/")).isZero();
  }

  @TreadleTest
  void aHostThatWantsTimeBetweenRequestsGetsIt() {
    site.page("/", "<a href=a>a</a> <a href=b>b</a>")
        .page("/a", "a")
        .page("/b", "b")
        .at("/robots.txt", _ -> Response.text("User-agent: *\nCrawl-delay: 7"));

    var report = site.crawl(s -> CrawlTest.polite(s).withManners(m -> m.withSitemap(false)));

    assertThat(report.pages()).hasSize(3);
    assertThat(report.elapsed()).isBetween(Duration.ofSeconds(21), Duration.ofSeconds(22));
  }

  @TreadleTest
  void pagesThatOnlyTheSitemapKnowsAreRead() {
    site.page("/", "start")
        .page("/hidden", "hidden")
        .at(
            "/sitemap.xml",
            _ ->
                xml(
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
                        + HERE
                        + "hidden</loc></url><url><loc>http://elsewhere/x</loc></url></urlset>"));

    var report = site.crawl(CrawlTest::polite);

    assertThat(report.pages()).extracting(Report.Page::url).containsExactly(HERE, HERE + "hidden");
  }

  @TreadleTest
  void whatIsOnASitemapAndIsNotThereIsABrokenLink() {
    site.page("/", "start")
        .at(
            "/sitemap.xml",
            _ ->
                xml(
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
                        + HERE
                        + "gone</loc></url></urlset>"));

    assertThat(site.crawl(CrawlTest::polite).broken())
        .containsExactly(new BrokenLink(HERE + "sitemap.xml", HERE + "gone", "404 Not Found"));
  }

  @TreadleTest
  void whatIsOutOfTheWebIsNoSitemapAndIsNotOnOne() {
    site.page("/", "start")
        .at(
            "/robots.txt",
            _ -> Response.text("Sitemap: ftp://localhost/x\nSitemap: " + HERE + "all.xml"))
        .at(
            "/all.xml",
            _ ->
                xml(
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
                        + "ftp://localhost/</loc></url></urlset>"));

    var report = site.crawl(CrawlTest::polite);

    assertThat(report.pages()).extracting(Report.Page::url).containsExactly(HERE);
    assertThat(report.broken()).isEmpty();
  }

  @TreadleTest
  void aSitemapMayBeLongerThanAPage() {
    site.page("/", "start")
        .page("/hidden", "hidden")
        .at(
            "/sitemap.xml",
            _ ->
                xml(
                    " ".repeat(2000).transform(s -> "<!--" + s + "-->")
                        + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
                        + HERE
                        + "hidden</loc></url></urlset>"));

    var report =
        site.crawl(s -> CrawlTest.polite(s).withLimits(limits -> limits.withMaxBytes(1000)));

    assertThat(report.pages()).hasSize(2);
  }

  @TreadleTest
  void sitemapsAreWhereRobotsTxtSaysTheyAreAndMayListOthers() {
    site.page("/", "start")
        .page("/hidden", "hidden")
        .at("/robots.txt", _ -> Response.text("Sitemap: " + HERE + "all.xml"))
        .at(
            "/all.xml",
            _ ->
                xml(
                    "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>"
                        + HERE
                        + "one.xml</loc></sitemap></sitemapindex>"))
        .at(
            "/one.xml",
            _ ->
                xml(
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
                        + HERE
                        + "hidden</loc></url></urlset>"));

    assertThat(site.crawl(CrawlTest::polite).pages()).hasSize(2);
    assertThat(site.asked("/sitemap.xml")).isZero();
  }

  @TreadleTest
  void saysWhoItIs() {
    Set<String> names = ConcurrentHashMap.newKeySet();
    site.at(
        "/",
        request -> {
          names.add(Objects.requireNonNullElse(request.header("User-Agent"), ""));
          return Response.html("start");
        });

    site.crawl(s -> s.withManners(m -> m.withUserAgent("tester/1 (mail@example.com)")));

    assertThat(names).containsExactly("tester/1 (mail@example.com)");
  }

  private static Response xml(String text) {
    return Response.bytes(MediaType.of("application/xml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
