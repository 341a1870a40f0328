package dev.treadle.examples.scout;

import static dev.treadle.examples.scout.SmallSite.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.CrawlSettings.External;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.server.Response;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;

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

  @TreadleTest
  void pagesElsewhereAreAskedForTheirHeadsAndNotRead() {
    site.page(
        "/", "<a href=http://localhost:81/fine>fine</a> <a href=http://localhost:81/gone>x</a>");
    var other = new SmallSite().page("/fine", "<a href=/more>more</a>");

    var report = site.crawlBeside(other, s -> s);

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, "http://localhost:81/gone", "404 Not Found"));
    assertThat(other.methods("/fine")).containsExactly("HEAD");
    assertThat(other.methods("/gone")).containsExactly("HEAD", "GET");
    assertThat(other.asked("/more")).isZero();
  }

  @TreadleTest
  void whoDoesNotKnowHeadIsAskedForTheWhole() {
    site.page("/", "<a href=http://localhost:81/>x</a>");
    var other =
        new SmallSite()
            .at(
                "/",
                request ->
                    request.method().equals(Method.HEAD)
                        ? Response.of(Status.METHOD_NOT_ALLOWED)
                        : Response.html("fine"));

    assertThat(site.crawlBeside(other, s -> s).broken()).isEmpty();
  }

  @TreadleTest
  void whoeverMindsHeadOnlyIsFine() {
    site.page(
        "/",
        "<a href=http://localhost:81/403>x</a> <a href=http://localhost:81/404>x</a>"
            + " <a href=http://localhost:81/500>x</a>");
    var other = new SmallSite();
    for (int status : new int[] {403, 404, 500}) {
      other.at(
          "/" + status,
          request ->
              request.method().equals(Method.HEAD)
                  ? Response.of(Status.of(status))
                  : Response.html("fine"));
    }

    var report = site.crawlBeside(other, s -> s);

    assertThat(report.broken()).isEmpty();
    assertThat(report.refused()).isEmpty();
    assertThat(report.counters().retries()).isZero();
  }

  @TreadleTest
  void aHostElsewhereThatLetsNoProgramLookBreaksNoLink() {
    site.page("/", "<a href=http://localhost:81/>x</a>");
    var other = new SmallSite().at("/", _ -> Response.of(Status.FORBIDDEN));

    var report = site.crawlBeside(other, s -> s);

    assertThat(report.broken()).isEmpty();
    assertThat(report.refused())
        .containsExactly(new Report.Refused("http://localhost:81/", "403 Forbidden"));
  }

  @TreadleTest
  void whatIsElsewhereCanBeLeftAlone() {
    site.page("/", "<a href=http://localhost:81/>x</a>");
    var other = new SmallSite();

    var report =
        site.crawlBeside(other, s -> s.withScope(scope -> scope.withExternal(External.SKIP)));

    assertThat(report.skipped())
        .containsExactly(new Report.Skipped("http://localhost:81/", "leads out of the site"));
    assertThat(other.asked("/")).isZero();
  }

  @TreadleTest
  void aPatternSaysWhatIsRead() {
    site.page("/", "<a href=docs/a>a</a> <a href=blog/b>b</a> <a href=x.pdf>x</a>")
        .page("/docs/a", "<a href=/docs/c>c</a>")
        .page("/docs/c", "c")
        .page("/blog/b", "<a href=/blog/d>d</a>");

    var report =
        site.crawl(s ->
            s.withScope(scope ->
                scope
                    .withInclude(List.of(UrlPattern.of(HERE), UrlPattern.of("*/docs/*")))
                    .withExclude(List.of(UrlPattern.of("*.pdf")))));

    assertThat(report.pages())
        .extracting(Report.Page::url)
        .containsExactly(HERE, HERE + "docs/a", HERE + "docs/c");
    assertThat(report.skipped()).containsExactly(new Report.Skipped(HERE + "x.pdf", "excluded"));
    assertThat(report.broken()).isEmpty();
    assertThat(site.asked("/blog/d")).isZero();
  }

  @TreadleTest
  void whereAStartRedirectsToIsPartOfTheSite() {
    site.redirect("/", "http://localhost:81/home");
    var other = new SmallSite().page("/home", "<a href=/more>more</a>").page("/more", "more");

    var report = site.crawlBeside(other, s -> s);

    assertThat(report.pages())
        .extracting(Report.Page::url)
        .containsExactly("http://localhost:81/home", "http://localhost:81/more");
  }

  @TreadleTest
  void pagesThatAreTooLongAreNotReadButAreThere() {
    site.page("/", "<a href=long>long</a>").page("/long", "x".repeat(2000));

    var report = site.crawl(s -> s.withLimits(l -> l.withMaxBytes(1000)));

    assertThat(report.skipped())
        .containsExactly(new Report.Skipped(HERE + "long", "a page of more than 1000 bytes"));
    assertThat(report.broken()).isEmpty();
  }

  @TreadleTest
  void noMorePagesAreReadThanWereAskedFor() {
    site.page("/", "<a href=a>a</a> <a href=b>b</a>").page("/a", "a").page("/b", "b");

    var report = site.crawl(s -> s.withLimits(l -> l.withMaxPages(2)));

    assertThat(report.pages()).hasSize(2);
    assertThat(report.skipped())
        .extracting(Report.Skipped::reason)
        .containsExactly("beyond the limit of 2 pages");
  }

  @TreadleTest
  void whatIsNoPageIsAskedForAndNotParsed() {
    site.page("/", "<a href=x.txt>x</a>").at("/x.txt", _ -> Response.text("<a href=/y>y</a>"));

    var report = site.crawl();

    assertThat(report.pages()).hasSize(1);
    assertThat(site.asked("/y")).isZero();
    assertThat(report.counters().bytes()).isEqualTo("<a href=x.txt>x</a>".length() + 16L);
  }

  @TreadleTest
  void anAnswerThatDoesNotComeIsBroken() {
    site.page("/", "<a href=slow>slow</a>")
        .at(
            "/slow",
            _ -> {
              Treadle.sleep(Duration.ofMinutes(1));
              return Response.html("too late");
            });

    var report = site.crawl(s -> s.withLimits(l -> l.withAttempts(1)));

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, HERE + "slow", "no complete answer within 10 s"));
  }

  @TreadleTest
  void aHostThatIsNotThereIsBroken() {
    site.page("/", "<a href=http://localhost:99/>x</a>");

    var report = site.crawl(s -> s.withLimits(l -> l.withAttempts(1)));

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, "http://localhost:99/", "nobody answers there"));
  }

  @TreadleTest
  void aHostThatSaysWhenToComeBackIsLeftAloneUntilThen() {
    site.at(
        "/",
        _ ->
            site.asked("/") < 2
                ? Response.of(Status.TOO_MANY_REQUESTS).withHeader("Retry-After", "17")
                : Response.html("well"));

    var report = site.crawl();

    assertThat(report.pages()).hasSize(1);
    assertThat(report.elapsed()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
  }

  @TreadleTest
  void nobodyIsWaitedForLongerThanHalfAMinuteWhateverHeSays() {
    site.at(
        "/",
        _ ->
            site.asked("/") < 2
                ? Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "3600")
                : Response.html("well"));

    assertThat(site.crawl().elapsed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @TreadleTest
  void pausesBetweenAttemptsAreShort() {
    site.page("/", "<a href=bad>bad</a>").at("/bad", _ -> Response.of(Status.BAD_GATEWAY));

    // Half a second and a second at most, and hardly ever none at all.
    assertThat(site.crawl().elapsed()).isBetween(Duration.ofNanos(1), Duration.ofMillis(1500));
  }

  @TreadleTest
  void aNameThatNobodyHasIsNotAskedForAgain() {
    site.page("/", "<a href=http://nobody.test/>x</a>");

    var report = site.crawl();

    assertThat(report.broken())
        .containsExactly(new BrokenLink(HERE, "http://nobody.test/", "there is no such host"));
    assertThat(report.counters().retries()).isZero();
  }

  @TreadleTest
  void aPageIsReadAtItsLeastDepthHoweverLateThatIsKnown() {
    site.page("/", "<a href=late>late</a> <a href=1>1</a>")
        .at(
            "/late",
            _ -> {
              Treadle.sleep(Duration.ofSeconds(5));
              return Response.html("<a href=x>x</a>");
            })
        .page("/1", "<a href=2>2</a>")
        .page("/2", "<a href=x>x</a>")
        .page("/x", "<a href=gone>gone</a>");

    var report = site.crawl(s -> s.withScope(scope -> scope.withDepth(2)));

    assertThat(report.pages()).extracting(Report.Page::url).contains(HERE + "x");
    assertThat(report.broken()).extracting(BrokenLink::page).containsExactly(HERE + "x");
  }

  @TreadleTest
  void aLinkBehindARedirectIsToldWithWhereItLeads() {
    site.page("/", "<a href=old>old</a>").redirect("/old", "/gone");

    assertThat(site.crawl().broken())
        .containsExactly(
            new BrokenLink(HERE, HERE + "old", "redirects to " + HERE + "gone: 404 Not Found"));
  }

  @TreadleTest
  void aChainOfRedirectsThatIsTooLongIsBroken() {
    site.page("/", "<a href=0>0</a>").page("/12", "there");
    for (int i = 0; i < 12; i++) {
      site.redirect("/" + i, "/" + (i + 1));
    }

    assertThat(site.crawl().broken())
        .containsExactly(new BrokenLink(HERE, HERE + "0", "redirects more than 10 times"));
  }

  @TreadleTest
  void aStartThatIsNotThereIsABrokenLinkOfNoPage() {
    var report = site.crawl();

    assertThat(report.broken()).containsExactly(new BrokenLink("", HERE, "404 Not Found"));
  }

  @TreadleTest
  void aStartIsReadThoughNoPatternNamesIt() {
    site.page("/", "<a href=docs/a>a</a> <a href=blog/b>b</a>")
        .page("/docs/a", "<a href=gone>gone</a>")
        .page("/blog/b", "<a href=gone>gone</a>");

    var report =
        site.crawl(s ->
            s.withScope(scope ->
                scope.withInclude(List.of(UrlPattern.of("*/docs/*"))).withExternal(External.SKIP)));

    assertThat(report.pages()).extracting(Report.Page::url).containsExactly(HERE, HERE + "docs/a");
    assertThat(report.broken()).extracting(BrokenLink::link).containsExactly(HERE + "docs/gone");
  }

  @TreadleTest
  void aStartThatIsNoPageIsTold() {
    site.at("/", _ -> Response.text("start"));

    assertThat(site.crawl().broken())
        .containsExactly(new BrokenLink("", HERE, "not read: it is no page"));
  }

  @TreadleTest
  void aStartThatIsTooLongIsTold() {
    site.page("/", "x".repeat(2000));

    assertThat(site.crawl(s -> s.withLimits(l -> l.withMaxBytes(1000))).broken())
        .containsExactly(new BrokenLink("", HERE, "not read: a page of more than 1000 bytes"));
  }

  @TreadleTest
  void aStartThatWantsAPasswordIsTold() {
    site.at("/", _ -> Response.of(Status.UNAUTHORIZED));

    assertThat(site.crawl().broken())
        .containsExactly(new BrokenLink("", HERE, "not read: 401 Unauthorized"));
  }

  @TreadleTest
  void aLinkThatIsWrittenInTwoWaysIsToldOnce() {
    site.page("/", "<a href=gone>x</a> <a href=./gone>x</a>");

    assertThat(site.crawl().broken())
        .containsExactly(new BrokenLink(HERE, HERE + "gone", "404 Not Found"));
  }

  @TreadleTest
  void aBaseOutOfTheWebTakesItsLinksWithIt() {
    site.page("/", "<base href=ftp://files/><a href=x>x</a>");

    var report = site.crawl();

    assertThat(report.state()).isEqualTo(Snapshot.State.FINISHED);
    assertThat(report.broken()).isEmpty();
  }

  @TreadleTest
  void aStartThatIsNotReadIsTold() {
    var report =
        site.crawl(
            s -> s.withScope(scope -> scope.withExclude(List.of(UrlPattern.of(HERE + "*")))));

    assertThat(report.broken()).containsExactly(new BrokenLink("", HERE, "not read: excluded"));
  }

  @TreadleTest
  void aCrawlIsRunOnce() {
    site.page("/", "start");
    TaskGroup.run(group -> {
      site.serve(group, 80);
      var crawl = Crawl.of("crawl", List.of(Url.of(HERE)), SmallSite.settings(s -> s));
      crawl.run();

      assertThatThrownBy(crawl::run)
          .hasMessage("expected a crawl that was not run yet, found 'crawl' FINISHED");
    });
  }

  static CrawlSettings polite(CrawlSettings settings) {
    return settings.withManners(m -> m.withRobots(true).withSitemap(true));
  }
}
