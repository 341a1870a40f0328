package dev.treadle.examples.scout;

import static dev.treadle.examples.scout.SmallSite.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Status;
import dev.treadle.http.server.Response;
import dev.treadle.test.TreadleTest;

class CrawlTest {

  private final SmallSite site = new SmallSite();

  @TreadleTest
  void readsEveryPageOnce() {
    site.page("/", "<a href=a>a</a> <a href=/b>b</a> <a href=./a>a again</a>")
        .page("/a", "<a href=b>b</a>")
        .page("/b", "<a href=/>home</a> <a href=http://LOCALHOST:80/x/../a>a</a>");

    var report = site.crawl();

    assertThat(report.pages())
        .extracting(Report.Page::url)
        .containsExactly(HERE, HERE + "a", HERE + "b");
    assertThat(report.broken()).isEmpty();
    assertThat(report.state()).isEqualTo(Snapshot.State.FINISHED);
    assertThat(site.asked("/a")).isOne();
    assertThat(site.asked("/b")).isOne();
  }

  @TreadleTest
  void aMissingPageIsABrokenLinkOnEachPageThatLeadsThere() {
    site.page("/", "<a href=a>a</a> <a href=gone>gone</a>").page("/a", "<img src=/gone>");

    var report = site.crawl();

    assertThat(report.broken())
        .containsExactly(
            new BrokenLink(HERE, HERE + "gone", "404 Not Found"),
            new BrokenLink(HERE + "a", HERE + "gone", "404 Not Found"));
    assertThat(site.asked("/gone")).isOne();
  }

  @TreadleTest
  void whatRecoversIsNotBroken() {
    site.page("/", "<a href=shaky>shaky</a>")
        .at(
            "/shaky",
            _ ->
                site.asked("/shaky") < 3
                    ? Response.of(Status.SERVICE_UNAVAILABLE)
                    : Response.html("well"));

    var report = site.crawl();

    assertThat(report.broken()).isEmpty();
    assertThat(report.counters().retries()).isEqualTo(2);
  }

  @TreadleTest
  void whatDoesNotRecoverIsBroken() {
    site.page("/", "<a href=bad>bad</a>")
        .at("/bad", _ -> Response.of(Status.INTERNAL_SERVER_ERROR));

    var report = site.crawl();

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, HERE + "bad", "500 Internal Server Error, 3 times"));
    assertThat(site.asked("/bad")).isEqualTo(3);
  }

  @TreadleTest
  void redirectsThatGoRoundInACircleAreBroken() {
    site.page("/", "<a href=r1>r1</a> <a href=ok>ok</a>")
        .redirect("/r1", "/r2")
        .redirect("/r2", "/r1")
        .redirect("/ok", "/");

    var report = site.crawl();

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, HERE + "r1", "redirects in a circle"));
    assertThat(report.redirects()).hasSize(3);
  }

  @TreadleTest
  void aPlaceThatIsNotOnThePageIsBroken() {
    site.page("/", "<a href=a#there>a</a> <a href=a#gone>a</a> <a href='#here'>me</a><p id=here>")
        .page("/a", "<h1 id=there>there</h1>");

    var report = site.crawl();

    assertThat(report.broken())
        .containsExactly(
            new BrokenLink(HERE, HERE + "a#gone", "the page has no place called 'gone'"));
  }

  @TreadleTest
  void linksOfTheLastPagesAreCheckedButNotRead() {
    site.page("/", "<a href=a>a</a>")
        .page("/a", "<a href=b>b</a> <a href=gone>gone</a>")
        .page("/b", "<a href=c>c</a>");

    var report = site.crawl(s -> s.withScope(scope -> scope.withDepth(1)));

    assertThat(report.pages()).extracting(Report.Page::url).containsExactly(HERE, HERE + "a");
    assertThat(report.broken()).extracting(BrokenLink::link).containsExactly(HERE + "gone");
    assertThat(site.asked("/c")).isZero();
  }
}
