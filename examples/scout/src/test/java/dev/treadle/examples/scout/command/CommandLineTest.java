package dev.treadle.examples.scout.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.CrawlSettings.External;
import dev.treadle.examples.scout.UrlPattern;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandLineTest {

  @Test
  void unlessSomethingIsSaidSettingsAreTheUsualOnes() {
    assertThat(settings("example.com")).isEqualTo(CrawlSettings.DEFAULT);
  }

  @Test
  void everyOptionHasItsEffect() {
    var settings =
        settings(
            "example.com --depth 3 --concurrency 7 --per-host 2 --rate 30/m --timeout 500ms --attempts 5"
                + " --max-pages 9 --max-bytes 1000 --ignore-robots --no-sitemap --user-agent me/1"
                + " --follow-external skip");

    assertThat(settings.scope().depth()).isEqualTo(3);
    assertThat(settings.scope().external()).isEqualTo(External.SKIP);
    assertThat(settings.pace()).isEqualTo(new CrawlSettings.Pace(7, 2, 30, Duration.ofMinutes(1)));
    assertThat(settings.limits())
        .isEqualTo(new CrawlSettings.Limits(Duration.ofMillis(500), 5, 1000, 9));
    assertThat(settings.manners()).isEqualTo(new CrawlSettings.Manners(false, false, "me/1"));
  }

  @Test
  void patternsMayBeGivenSeveralTimes() {
    var scope = settings("example.com --scope a* --scope b* --exclude c*").scope();

    assertThat(scope.include()).extracting(UrlPattern::toString).containsExactly("a*", "b*");
    assertThat(scope.exclude()).extracting(UrlPattern::toString).containsExactly("c*");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com,            https://example.com",
    "example.com/a b,        https://example.com/a%20b",
    "http://example.com/,    http://example.com/",
    "localhost:8000/x,       http://localhost:8000/x",
    "127.0.0.1,              http://127.0.0.1",
    "[::1]:80,               http://[::1]:80",
    "localhost.example.com,  https://localhost.example.com",
  })
  void addressesAreWhatPeopleType(String typed, String url) {
    assertThat(new Address().convert(typed)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://example.com",
        "http://",
        "example.com --depth -1",
        "example.com --concurrency 0",
        "example.com --rate 5",
        "example.com --rate 0/s",
        "example.com --timeout 10",
        "example.com --timeout 0s",
        "example.com --attempts none",
        "example.com --max-bytes 2147483647",
        "example.com --follow-external maybe",
        "example.com --per-host 0",
        "example.com --max-bytes 4M",
        "example.com --scope=",
        "example.com --user-agent=",
        "example.com --user-agent=caf\u00e9",
        "example.com --json=",
        "example.com --json /",
        "example.com --csv /no/such/folder/x.csv",
        "example.com --json - --csv -",
        "example.com --frobnicate"
      })
  void whatMakesNoSenseIsToldInTwoLinesAndEndsWithTwo(String words) {
    var errors = new StringWriter();

    int code = run(errors, words);

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString().lines()).hasSize(2).first().asString().startsWith("treadle: ");
    assertThat(errors.toString())
        .endsWith("./treadle crawl --help tells more" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--rate 5 | Invalid value for option '--rate': expected a number and a time such as 5/s,"
            + " 30/m or 100/h, found '5'",
        "--depth x | Invalid value for option '--depth': expected a whole number of up to"
            + " 2147483647, found 'x'",
        "--follow-external no | Invalid value for option '--follow-external': expected check or"
            + " skip, found 'no'",
        "--per-host 0 | --per-host: expected 1 or more, found 0",
        "ftp://x | expected an address that begins with http:// or https://," + " found 'ftp://x'",
        "--json / | Invalid value for option '--json': expected a file that can be written, found"
            + " '/': it is a folder"
      })
  void aMistakeIsNamed(String words, String message) {
    var errors = new StringWriter();

    run(errors, "example.com " + words);

    assertThat(errors.toString().lines()).first().isEqualTo("treadle: " + message);
  }

  @Test
  void aMistakeOfTheProgramDoesNotLookLikeABrokenLink() {
    var errors = new StringWriter();
    var command = Scout.register(new CommandLine(new Fault())).setErr(new PrintWriter(errors));

    assertThat(command.execute()).isEqualTo(2);
    assertThat(errors.toString()).contains("a fault", "CommandLineTest");
  }

  @Command
  private static final class Fault implements Runnable {

    @Override
    public void run() {
      throw new IllegalStateException("a fault");
    }
  }

  @Test
  void helpTellsOfEveryOptionAndEveryCode() {
    var command = Scout.commandLine();
    var help = new StringWriter();
    command.setOut(new PrintWriter(help));

    int code = command.execute("crawl", "--help");

    assertThat(code).isZero();
    var crawl = new CommandLine(new CrawlCommand()).getCommandSpec();
    assertThat(crawl.options())
        .allSatisfy(option -> {
          assertThat(help.toString()).contains(option.longestName());
          assertThat(option.description()).as(option.longestName()).isNotEmpty();
        });
    assertThat(help.toString()).contains("\nUsage: ./treadle crawl URL", "130", "Examples:");
    assertThat(help.toString().lines()).allMatch(line -> line.length() <= 80, "fits a terminal");
  }

  private static int run(StringWriter errors, String words) {
    return Scout.commandLine().setErr(new PrintWriter(errors)).execute(words(words));
  }

  private static String[] words(String words) {
    return ("crawl " + words).strip().split(" +", -1);
  }

  private static CrawlSettings settings(String words) {
    var command = new CrawlCommand();
    var line = Scout.register(new CommandLine(command));
    line.parseArgs(words.split(" +", -1));
    return command.settings();
  }
}
