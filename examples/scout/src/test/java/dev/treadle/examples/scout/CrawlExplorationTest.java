package dev.treadle.examples.scout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.CrawlSettings.Pace;
import dev.treadle.examples.scout.RandomSite.Kind;
import dev.treadle.examples.scout.Snapshot.State;
import dev.treadle.http.Url;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A whole crawl over a network on which answers are late, come in pieces, break off or stop, in
/// another order each time: it always ends, reads no page twice and loses none, keeps to its
/// limits, and leaves nothing behind when it is cancelled.
class CrawlExplorationTest {

  private static final int ATTEMPTS = 3;
  private static final Pace PACE = new Pace(3, 2, 0, Duration.ofSeconds(1));
  private static final Set<Kind> PAGES = Set.of(Kind.FINE, Kind.RECOVERS);

  private Meter meter = new Meter();

  @TreadleTest(explore = 1_000)
  void everyAddressIsKnownInTheEnd(Simulation simulation) throws Exception {
    lateAndInPieces(simulation);
    try (var site = RandomSite.start(simulation)) {
      var report = crawl(PACE).run();

      assertThat(report.state()).isEqualTo(State.FINISHED);
      assertThat(report.counters().done()).isEqualTo(report.counters().found());
      whatWasFoundIsTrue(site, report);
      nothingIsLost(site, report);
      nothingIsReadTwice(site);
      limitsWereKept(site, PACE);
    }
  }

  @TreadleTest(explore = 1_000)
  void everyAddressIsKnownHoweverBadTheNetworkIs(Simulation simulation) throws Exception {
    lateAndInPieces(simulation);
    try (var site = RandomSite.start(simulation)) {
      var report =
          TaskGroup.<Report>call(group -> {
            group.startDaemon("trouble", () -> trouble(simulation));
            return crawl(PACE).run();
          });

      assertThat(report.state()).isEqualTo(State.FINISHED);
      assertThat(report.counters().done()).isEqualTo(report.counters().found());
      linksAreToldOnce(report);
      limitsWereKept(site, PACE);
    }
  }

  @TreadleTest(explore = 300)
  void theRateIsKept(Simulation simulation) throws Exception {
    lateAndInPieces(simulation);
    var pace = PACE.withRate(20, Duration.ofSeconds(1));
    try (var site = RandomSite.start(simulation)) {
      var report = crawl(pace).run();

      assertThat(report.state()).isEqualTo(State.FINISHED);
      limitsWereKept(site, pace);
      long gap = Duration.ofMillis(50).toNanos();
      assertThat(meter.leastGap("site")).isGreaterThanOrEqualTo(gap);
      assertThat(meter.leastGap("other")).isGreaterThanOrEqualTo(gap);
    }
  }

  @TreadleTest(explore = 1_000)
  void whoeverCancelsLeavesNothingBehind(Simulation simulation) throws Exception {
    lateAndInPieces(simulation);
    try (var site = RandomSite.start(simulation)) {
      var crawl = crawl(PACE);
      TaskGroup.run(group -> {
        group.startDaemon("trouble", () -> trouble(simulation));
        group.start("crawl", crawl::run);
        Treadle.sleep(Duration.ofMillis(simulation.random().nextInt(3_000)));
        crawl.cancel();
      });

      var report = crawl.report();
      assertThat(report.state()).isIn(State.CANCELLED, State.FINISHED);
      assertThat(meter.active()).isZero();
      assertThat(crawl.snapshot().fetches()).isEmpty();
      linksAreToldOnce(report);
      limitsWereKept(site, PACE);
    }
  }

  @TreadleTest(explore = 1_000)
  void fetchesAndHostsCanBeCancelledByThemselves(Simulation simulation) throws Exception {
    cancelThemselves(simulation);
  }

  /// Threads change between any two steps of the crawl's own, too.
  @TreadleTest(explore = 1_000, racePoints = "dev.treadle.examples.scout")
  void fetchesAndHostsCanBeCancelledAtAnyStep(Simulation simulation) throws Exception {
    cancelThemselves(simulation);
  }

  private void cancelThemselves(Simulation simulation) throws Exception {
    lateAndInPieces(simulation);
    try (var site = RandomSite.start(simulation)) {
      var crawl = crawl(PACE);
      var report =
          TaskGroup.<Report>call(group -> {
            group.startDaemon("trouble", () -> trouble(simulation));
            group.startDaemon("nuisance", () -> cancelSome(simulation, crawl));
            return crawl.run();
          });

      assertThat(report.state()).isEqualTo(State.FINISHED);
      assertThat(report.counters().done()).isEqualTo(report.counters().found());
      assertThat(meter.active()).isZero();
      linksAreToldOnce(report);
      limitsWereKept(site, PACE);
    }
  }

  private Crawl crawl(Pace pace) {
    var settings =
        CrawlSettings.DEFAULT
            .withPace(_ -> pace)
            .withLimits(l -> l.withTimeout(Duration.ofSeconds(2)).withAttempts(ATTEMPTS));
    return Crawl.of(
        "crawl",
        List.of(Url.of(RandomSite.SITE + 0)),
        settings,
        client -> client.withInterceptor(meter));
  }

  private void lateAndInPieces(Simulation simulation) {
    meter = new Meter();
    // The test's own host must be there before the links are.
    simulation.network().host("test");
    simulation
        .network()
        .links()
        .configure(
            link -> link.withLatency(Duration.ofMillis(1), Duration.ofMillis(30)).withSplits(true));
  }

  private static void trouble(Simulation simulation) {
    var random = simulation.random();
    var links = simulation.network().links();
    while (true) {
      Treadle.sleep(Duration.ofMillis(random.nextInt(2_000)));
      if (random.nextBoolean()) {
        links.reset();
      } else {
        links.partition();
        Treadle.sleep(Duration.ofMillis(random.nextInt(3_000)));
        links.heal();
      }
    }
  }

  private static void cancelSome(Simulation simulation, Crawl crawl) {
    var random = simulation.random();
    while (true) {
      Treadle.sleep(Duration.ofMillis(random.nextInt(500)));
      if (random.nextInt(8) == 0) {
        crawl.cancelHost(random.nextBoolean() ? "site" : "other");
      }
      var fetches = crawl.snapshot().fetches();
      if (!fetches.isEmpty()) {
        crawl.cancelFetch(fetches.get(random.nextInt(fetches.size())).id());
      }
    }
  }

  private static Set<String> read(Report report) {
    return report.pages().stream().map(Report.Page::url).collect(Collectors.toSet());
  }

  /// On a network that loses nothing, each address is what the site says it is.
  private static void whatWasFoundIsTrue(RandomSite site, Report report) {
    assertThat(report.pages())
        .doesNotHaveDuplicates()
        .allMatch(page -> PAGES.contains(site.kind(page.url())), "is a page");
    assertThat(report.redirects())
        .allMatch(redirect -> site.kind(redirect.url()) == Kind.REDIRECT, "is a redirect");
    assertThat(report.broken())
        .doesNotHaveDuplicates()
        .allMatch(link -> site.links(link.page()).contains(link.link()), "is on its page")
        .noneMatch(link -> PAGES.contains(site.kind(link.link())), "is well");
  }

  /// Every link of every page that was read leads to something that is known; those that lead
  /// nowhere are told.
  private static void nothingIsLost(RandomSite site, Report report) {
    var broken = new HashSet<>(report.broken());
    var read = read(report);
    assertThat(read).contains(RandomSite.SITE + 0);
    for (var page : read) {
      for (var link : site.links(page)) {
        boolean isTold =
            broken.stream().anyMatch(b -> b.page().equals(page) && b.link().equals(link));
        switch (site.kind(link)) {
          case FINE, RECOVERS -> {
            assertThat(isTold).as(link).isFalse();
            assertThat(read.contains(link)).as(link).isEqualTo(link.startsWith(RandomSite.SITE));
          }
          case MISSING, FAILS, STALLS -> assertThat(isTold).as(link).isTrue();
          case RESETS, TRICKLES ->
              // Elsewhere only their heads are asked for, which are fine.
              assertThat(isTold).as(link).isEqualTo(link.startsWith(RandomSite.SITE));
          case REDIRECT ->
              assertThat(report.redirects()).extracting(Report.Redirect::url).contains(link);
        }
      }
    }
  }

  /// What is fine the first time is not asked for again, however many lead there.
  private void nothingIsReadTwice(RandomSite site) {
    meter
        .asked()
        .forEach((asked, times) -> {
          var url = asked.substring(asked.indexOf(' ') + 1);
          if (site.kind(url) == Kind.FINE) {
            assertThat(times).as(asked).isOne();
          }
        });
  }

  private static void linksAreToldOnce(Report report) {
    assertThat(report.broken()).doesNotHaveDuplicates();
    assertThat(report.pages()).extracting(Report.Page::url).doesNotHaveDuplicates();
    assertThat(report.redirects()).extracting(Report.Redirect::url).doesNotHaveDuplicates();
  }

  private void limitsWereKept(RandomSite site, Pace pace) {
    assertThat(meter.mostTotal()).isLessThanOrEqualTo(pace.concurrency());
    assertThat(meter.most("site")).isLessThanOrEqualTo(pace.perHost());
    assertThat(meter.most("other")).isLessThanOrEqualTo(pace.perHost());
    assertThat(meter.asked().values()).allMatch(times -> times <= ATTEMPTS, "within the attempts");
    // By GET and by HEAD, if HEAD was of no use.
    assertThat(site.asked().values()).allMatch(times -> times <= 2 * ATTEMPTS, "at the server too");
  }
}
