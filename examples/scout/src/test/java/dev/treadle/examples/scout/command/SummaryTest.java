package dev.treadle.examples.scout.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.examples.scout.BrokenLink;
import dev.treadle.examples.scout.Counters;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.Report;
import dev.treadle.examples.scout.ReportFiles;
import dev.treadle.examples.scout.Snapshot;
import dev.treadle.examples.scout.Snapshot.FetchLine;
import dev.treadle.examples.scout.Snapshot.Phase;
import dev.treadle.examples.scout.Snapshot.State;
import dev.treadle.http.Url;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// How a crawl is told, while it goes on and at its end.
class SummaryTest {

  private static final Counters NOTHING = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final Counters COUNTERS = new Counters(40, 30, 12, 3_400_000, 1_234, 2, 3, 4, 5);

  @Test
  void brokenLinksStandBelowTheirPages() {
    assertThat(Summary.of(report(State.FINISHED)))
        .startsWith(
            "Broken links",
            "",
            "  (where the crawl begins)",
            "    http://a/gone",
            "      404 Not Found",
            "",
            "  http://a/page",
            "    http://b/",
            "      there is no such host");
  }

  @Test
  void theFiguresStandAtTheEnd() {
    assertThat(Summary.of(report(State.FINISHED)))
        .endsWith(
            "  pages      12",
            "  links      1,234",
            "  broken     2",
            "  redirects  3",
            "  skipped    4",
            "  retries    5",
            "  content    3.4 MB",
            "  time       2.0 s, 6 pages a second");
  }

  @Test
  void theSlowestPageIsNamedFirst() {
    var lines = Summary.of(report(State.FINISHED));

    int title = lines.indexOf("Slowest pages");
    assertThat(lines.subList(title + 2, title + 4))
        .containsExactly("     1.5 s  http://a/slow", "     20 ms  http://a/page");
  }

  @Test
  void whatCouldNotBeCheckedIsNotCalledBroken() {
    assertThat(Summary.of(report(State.FINISHED)))
        .containsSequence(
            "Could not be checked, because their hosts let no program look",
            "",
            "  http://c/  403 Forbidden");
  }

  @Test
  void whoInterruptsReadsThatThisIsNotAll() {
    assertThat(Summary.of(report(State.CANCELLED)))
        .endsWith("", "Interrupted: this is what was known by then.");
    assertThat(Summary.of(report(State.FAILED)))
        .endsWith("", "Failed: this is what was known by then.");
  }

  @Test
  void theBarSaysHowMuchIsDoneOfWhatIsKnown() {
    var fetch =
        new FetchLine(1, "a", Url.of("http://a/"), Phase.FETCHING, 1, Duration.ofSeconds(1));
    var now =
        new Snapshot(State.RUNNING, Duration.ofSeconds(2), COUNTERS, List.of(), List.of(fetch));

    assertThat(Progress.bar(now))
        .isEqualTo(
            "█".repeat(18) + " ".repeat(6) + "▏ 30 of 40  15/s  1 under way  2 broken  2.0 s");
  }

  @Test
  void aBarOfNothingIsEmptyAndOneOfAllIsFull() {
    assertThat(Progress.bar(now(NOTHING))).startsWith(" ".repeat(24) + "▏");
    assertThat(Progress.bar(now(new Counters(3, 3, 3, 0, 0, 0, 0, 0, 0))))
        .startsWith("█".repeat(24) + "▏");
  }

  @Test
  void aTerminalThatKnowsOnlyAsciiGetsABarOfIt() {
    assertThat(Progress.plainBar(now(new Counters(4, 3, 3, 0, 0, 0, 0, 0, 0))))
        .startsWith("[" + "#".repeat(18) + " ".repeat(6) + "] 3 of 4");
    assertThat(Progress.plainBar(now(NOTHING))).startsWith("[" + " ".repeat(24) + "] 0 of 0");
  }

  @TreadleTest
  void aBarKeepsToOneLineAndLeavesTheTerminalAsItWas() {
    assertThat(frame(StandardCharsets.US_ASCII))
        .startsWith("\r\033[2K\033[?7l[")
        .endsWith("\033[?7h\r\033[2K");
    assertThat(frame(StandardCharsets.UTF_8)).startsWith("\r\033[2K\033[?7l ").contains("▏");
  }

  @TreadleTest
  void whereThereIsNoTerminalThereIsALineNowAndThen() {
    var line = "0 of 0  0/s  0 under way  0 broken  0 ms" + System.lineSeparator();

    assertThat(shown(false, StandardCharsets.UTF_8, Duration.ofMillis(10_500)))
        .isEqualTo(line + line);
  }

  private static String frame(Charset charset) {
    return shown(true, charset, Duration.ofMillis(150));
  }

  private static String shown(boolean isTerminal, Charset charset, Duration time) {
    var shown = new ByteArrayOutputStream();
    var crawl = Crawl.of("crawl", List.of(Url.of("http://a/")), CrawlSettings.DEFAULT);
    var progress = new Progress(crawl, new PrintStream(shown, false, charset), isTerminal);
    var _ =
        Treadle.moveOnAfter(
            time,
            () -> {
              progress.show();
              return "";
            });
    return shown.toString(charset);
  }

  @Test
  void whatAPageSaysCommandsNoTerminal() {
    var link = new BrokenLink("http://a/\u009b", "http://[\033]0;x\007", "no\rway");

    assertThat(Summary.of(report(List.of(link))))
        .startsWith(
            "Broken links",
            "",
            "  http://a/\ufffd",
            "    http://[\ufffd]0;x\ufffd",
            "      no\ufffdway");
  }

  @Test
  void aLinkThatIsTooLongToBeReadIsShortened() {
    var link = new BrokenLink("http://a/", "x".repeat(1_234), "this is no address");

    assertThat(Summary.of(report(List.of(link))))
        .contains("    " + "x".repeat(500) + "... (1,234 characters)");
  }

  @Test
  void jsonHasAllOfIt() {
    var json = JsonMapper.shared().readTree(ReportFiles.json(report(State.FINISHED)));

    assertThat(json.get("state").asString()).isEqualTo("FINISHED");
    assertThat(json.get("elapsedMs").asLong()).isEqualTo(2000);
    assertThat(json.get("counters").get("links").asLong()).isEqualTo(1234);
    assertThat(json.get("broken").get(1).get("reason").asString())
        .isEqualTo("there is no such host");
    assertThat(json.get("pages").get(0).get("ms").asLong()).isEqualTo(20);
    assertThat(json.get("refused")).hasSize(1);
    assertThat(json.get("redirects").get(0).get("target").asString()).isEqualTo("http://a/");
    assertThat(json.get("skipped").get(0).get("url").asString()).isEqualTo("http://a/private");
  }

  @Test
  void csvHasTheBrokenLinksAndQuotesWhatItMust() {
    assertThat(ReportFiles.csv(report(State.FINISHED)))
        .isEqualTo(
            "page,link,reason\r\n,http://a/gone,404 Not Found\r\nhttp://a/page,http://b/,there is no such host\r\n");
  }

  @Test
  void figuresAreAsPeopleReadThem() {
    assertThat(Words.bytes(999)).isEqualTo("999 bytes");
    assertThat(Words.bytes(1_500)).isEqualTo("1.5 kB");
    assertThat(Words.bytes(25_000_000)).isEqualTo("25 MB");
    assertThat(Words.time(Duration.ofMillis(840))).isEqualTo("840 ms");
    assertThat(Words.time(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Words.count(1, "page", "pages")).isEqualTo("1 page");
    assertThat(Words.count(2000, "page", "pages")).isEqualTo("2,000 pages");
  }

  private static Snapshot now(Counters counters) {
    return new Snapshot(State.RUNNING, Duration.ofSeconds(1), counters, List.of(), List.of());
  }

  private static Report report(State state) {
    return report(
        state,
        List.of(
            new BrokenLink("", "http://a/gone", "404 Not Found"),
            new BrokenLink("http://a/page", "http://b/", "there is no such host")));
  }

  private static Report report(List<BrokenLink> broken) {
    return report(State.FINISHED, broken);
  }

  private static Report report(State state, List<BrokenLink> broken) {
    return new Report(
        List.of(Url.of("http://a/")),
        state,
        Duration.ofSeconds(2),
        COUNTERS,
        List.of(
            new Report.Page("http://a/page", 200, 10, Duration.ofMillis(20)),
            new Report.Page("http://a/slow", 200, 10, Duration.ofMillis(1500))),
        broken,
        List.of(new Report.Refused("http://c/", "403 Forbidden")),
        List.of(new Report.Redirect("http://a/old", 301, "http://a/")),
        List.of(new Report.Skipped("http://a/private", "robots.txt forbids it")));
  }
}
