package dev.treadle.examples.scout.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.Report;
import dev.treadle.examples.scout.Snapshot.State;
import dev.treadle.http.Url;
import dev.treadle.http.server.HttpServer;
import dev.treadle.test.TreadleTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;

/// A crawl of the sample site finds what there is to be found, and nothing else.
class SampleCrawlTest {

  @TreadleTest
  void aCrawlFindsWhatThereIs() {
    var site = SampleSite.create();
    TaskGroup.run(group -> {
      var server = HttpServer.open(8081, site::answer);
      group.startDaemon("site", server::serve);

      var report = crawl("http://localhost:8081/", settings -> settings);

      check(report, "http://localhost:8081", "http://127.0.0.1:8081", SiteSettings.DEFAULT);
    });
  }

  @TreadleTest
  void aSecondCrawlFindsTheSame() {
    var site = SampleSite.create();
    TaskGroup.run(group -> {
      var server = HttpServer.open(80, site::answer);
      group.startDaemon("site", server::serve);

      crawl("http://127.0.0.1/", settings -> settings);
      var again = crawl("http://127.0.0.1/", settings -> settings.withPace(p -> p.withPerHost(1)));

      check(again, "http://127.0.0.1", "http://localhost", SiteSettings.DEFAULT);
    });
  }

  @TreadleTest(realTime = true)
  void aCrawlOfARealNetworkFindsTheSame() {
    var settings = SiteSettings.DEFAULT.withDelays(false);
    var site = SampleSite.create(_ -> settings);
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TaskGroup.run(group -> {
      try (var server = HttpServer.open(loopback, each -> each, site::answer)) {
        group.startDaemon(server::serve);

        var report = crawl("http://127.0.0.1:" + server.port() + "/", each -> each);

        check(
            report,
            "http://127.0.0.1:" + server.port(),
            "http://localhost:" + server.port(),
            settings);
      }
    });
  }

  private static Report crawl(String url, UnaryOperator<CrawlSettings> settings) {
    return Crawl.of("crawl", List.of(Url.of(url)), settings.apply(CrawlSettings.DEFAULT)).run();
  }

  private static void check(Report report, String here, String there, SiteSettings settings) {
    var expected = Expected.of(here, there, settings);
    var found = Expected.of(report);

    assertThat(report.state()).isEqualTo(State.FINISHED);
    assertThat(found.differencesFrom(expected)).isEmpty();
    assertThat(report.pages()).hasSameSizeAs(expected.pages());
    assertThat(report.broken()).hasSameSizeAs(expected.broken());
  }
}
