package dev.treadle.examples.scout.command;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.CrawlSettings.External;
import dev.treadle.examples.scout.Report;
import dev.treadle.examples.scout.ReportFiles;
import dev.treadle.examples.scout.Snapshot;
import dev.treadle.examples.scout.UrlPattern;
import dev.treadle.http.Url;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Crawls a site and says which links on it lead nowhere.
@Command(
    name = "crawl",
    mixinStandardHelpOptions = true,
    version = "treadle-scout 0.1",
    sortOptions = false,
    headerHeading = "",
    header = "Walks through a site and finds the links that lead nowhere.%n",
    customSynopsis = "./treadle crawl URL... [options]",
    descriptionHeading = "%n",
    description = {
      "Reads every page of the hosts you name, follows their links, and asks once for whatever else"
          + " they lead to: pages elsewhere, images, styles, scripts. Keeps to robots.txt, reads"
          + " sitemaps, and tries again what may only be a bad moment."
    },
    parameterListHeading = "%n",
    optionListHeading = "%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every link leads somewhere",
      "1:some do not",
      "2:it could not be begun, or its report not be written",
      "130:it was interrupted; what was known by then is reported"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./treadle crawl example.com",
      "  ./treadle crawl http://localhost:8000 --follow-external skip --csv broken.csv",
      "  ./treadle crawl example.com --scope 'https://example.com/docs/*' --rate 5/s"
    })
final class CrawlCommand implements Callable<Integer> {

  private static final CrawlSettings USUAL = CrawlSettings.DEFAULT;
  private static final int INTERRUPTED = 130;
  private static final Pattern SETTING = Pattern.compile("^[a-zA-Z]+(?=: )");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "Where to begin. Without a scheme it is https, on this machine http.")
  private List<String> starts = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Read pages up to N links away from there; links on the last ones are checked.")
  private int depth = Integer.MAX_VALUE;

  @Option(
      names = "--scope",
      paramLabel = "PATTERN",
      converter = Patterns.class,
      description =
          "Beyond the first, read pages whose address matches, where * is anything. Unless given:"
              + " those of the hosts you name. May be given several times.")
  private List<UrlPattern> scope = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      converter = Patterns.class,
      description = "Leave addresses alone that match. May be given several times.")
  private List<UrlPattern> exclude = new ArrayList<>();

  @Option(
      names = "--follow-external",
      paramLabel = "check|skip",
      converter = Elsewhere.class,
      description = "Ask for what is elsewhere (check, which is usual), or leave it alone (skip).")
  private External external = USUAL.scope().external();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "At most N requests at once (${DEFAULT-VALUE}).")
  private int concurrency = USUAL.pace().concurrency();

  @Option(
      names = "--per-host",
      paramLabel = "N",
      description = "At most N requests at once to one host (${DEFAULT-VALUE}).")
  private int perHost = USUAL.pace().perHost();

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rate.Converter.class,
      description = "At most so many requests to one host: 5/s, 30/m. Unless given, no limit.")
  private @Nullable Rate rate;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Span.class,
      description =
          "For one request, from looking up the name to the last byte (${DEFAULT-VALUE}).")
  private Duration timeout = USUAL.limits().timeout();

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "Ask up to N times if it may have been a bad moment (${DEFAULT-VALUE}).")
  private int attempts = USUAL.limits().attempts();

  @Option(names = "--max-pages", paramLabel = "N", description = "Read at most N pages.")
  private int maxPages = USUAL.limits().maxPages();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Read no page that is longer (${DEFAULT-VALUE}).")
  private int maxBytes = USUAL.limits().maxBytes();

  @Option(names = "--ignore-robots", description = "Read what robots.txt forbids, too.")
  private boolean ignoreRobots;

  @Option(names = "--no-sitemap", description = "Do not look for pages in sitemaps.")
  private boolean noSitemap;

  @Option(
      names = "--user-agent",
      paramLabel = "NAME",
      description = "What to say who is asking (${DEFAULT-VALUE}).")
  private String userAgent = USUAL.manners().userAgent();

  @Option(
      names = "--strict",
      description =
          "End with 1 also if links could not be checked, because a host lets no program look.")
  private boolean strict;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = Outlet.Converter.class,
      description = "Write the whole report to FILE; - is standard output.")
  private @Nullable Outlet json;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      converter = Outlet.Converter.class,
      description = "Write the broken links to FILE; - is standard output.")
  private @Nullable Outlet csv;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (isStandardOutput(json) && isStandardOutput(csv)) {
      throw new ParameterException(
          spec.commandLine(), "expected one report on standard output, found --json and --csv");
    }
    var crawl = Crawl.of("crawl", urls(), settings());
    try {
      return Treadle.<Integer, IOException>run(() -> run(crawl));
    } catch (Cancelled interrupted) {
      return INTERRUPTED;
    }
  }

  private int run(Crawl crawl) throws IOException {
    Report report;
    try {
      report = show(crawl);
    } finally {
      // Also when somebody interrupts: what was known by then is better than nothing.
      if (crawl.snapshot().state() != Snapshot.State.FINISHED) {
        tellAtLast(crawl.report());
      }
    }
    tell(report);
    return exitCode(report);
  }

  /// Something else has gone wrong already, and is what the program ends with.
  private void tellAtLast(Report report) {
    try {
      tell(report);
    } catch (IOException failed) {
      System.err.println("treadle: " + failed.getMessage());
    }
  }

  private Report show(Crawl crawl) {
    // JDK 22 to 24 always have one, JDK 25 only at a terminal.
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    return TaskGroup.call(group -> {
      if (!quiet) {
        group.startDaemon("progress", new Progress(crawl, System.err, isTerminal)::show);
      }
      return crawl.run();
    });
  }

  private void tell(Report report) throws IOException {
    var end = System.lineSeparator();
    var summary = String.join(end, Summary.of(report)) + end;
    // A report for a program has standard output for itself.
    if (isStandardOutput(json) || isStandardOutput(csv)) {
      System.err.print(summary);
    } else {
      Outlet.print(summary);
    }
    if (json != null) {
      json.write(ReportFiles.json(report) + "\n");
    }
    if (csv != null) {
      csv.write(ReportFiles.csv(report));
    }
  }

  private static boolean isStandardOutput(@Nullable Outlet outlet) {
    return outlet != null && outlet.isStandardOutput();
  }

  private int exitCode(Report report) {
    boolean isClean = report.broken().isEmpty() && !(strict && !report.refused().isEmpty());
    return isClean ? 0 : 1;
  }

  /// Not left to picocli, which calls any but the first that is wrong one argument too many.
  private List<Url> urls() {
    try {
      return starts.stream().map(new Address()::convert).toList();
    } catch (TypeConversionException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  /// Returns what was said on the command line.
  ///
  /// @throws ParameterException if it makes no sense
  CrawlSettings settings() {
    try {
      return USUAL
          .withScope(s ->
              s.withDepth(depth).withInclude(scope).withExclude(exclude).withExternal(external))
          .withPace(p -> pace(p.withConcurrency(concurrency).withPerHost(perHost)))
          .withLimits(l ->
              l.withTimeout(timeout)
                  .withAttempts(attempts)
                  .withMaxPages(maxPages)
                  .withMaxBytes(maxBytes))
          .withManners(
              m -> m.withRobots(!ignoreRobots).withSitemap(!noSitemap).withUserAgent(userAgent));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), inOptions(wrong.getMessage()), wrong);
    }
  }

  /// A setting is called like its option, but `perHost` instead of `--per-host`.
  private static String inOptions(@Nullable String message) {
    var name = SETTING.matcher(String.valueOf(message));
    return name.replaceFirst(setting ->
        "--" + CAPITAL.matcher(setting.group()).replaceAll("-$0").toLowerCase(Locale.ROOT));
  }

  /// Reads a pattern.
  static final class Patterns implements ITypeConverter<UrlPattern> {

    @Override
    public UrlPattern convert(String text) {
      if (text.isBlank()) {
        throw new TypeConversionException(
            "expected an address or a part of one with '*', found nothing");
      }
      return UrlPattern.of(text);
    }
  }

  private CrawlSettings.Pace pace(CrawlSettings.Pace pace) {
    return rate == null ? pace : pace.withRate(rate.count(), rate.period());
  }
}
