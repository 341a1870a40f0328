package dev.treadle.examples.scout.command;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.live.LivePage;
import dev.treadle.examples.scout.site.SampleSite;
import dev.treadle.http.Url;
import dev.treadle.http.server.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Everything there is to see of Scout: the sample site, the live page, and a crawl of the one on
/// the other.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Crawls a sample site, and shows it on a page while it does.%n",
    customSynopsis = "./treadle demo [options]",
    descriptionHeading = "%n",
    description = {
      "Serves the site and the page, for this machine only, until Ctrl-C. The page can start crawls"
          + " of any other site, too."
    },
    optionListHeading = "%n")
final class Demo implements Callable<Integer> {

  private static final int INTERRUPTED = 130;
  private static final int USUAL_SITE_PORT = 8081;
  private static final int MAX_PORT = 65_535;

  /// Longer than the slowest page takes that comes to an end.
  private static final Duration GRACE = Duration.ofSeconds(3);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where the page is; 0 is any free port (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--site-port",
      paramLabel = "PORT",
      description = "Where the site is (8081, or any free port if that is taken).")
  private @Nullable Integer sitePort;

  @Option(names = "--no-crawl", description = "Wait until somebody starts a crawl on the page.")
  private boolean isIdle;

  @Option(names = "--open", description = "Open the page in a browser.")
  private boolean isOpened;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requirePort("--port", port);
    requirePort("--site-port", sitePort == null ? USUAL_SITE_PORT : sitePort);
    try {
      Treadle.run(this::run);
      return 0;
    } catch (Cancelled interrupted) {
      return INTERRUPTED;
    } catch (PortTaken taken) {
      line().getErr().println(taken.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private void requirePort(String option, int number) {
    if (number < 0 || number > MAX_PORT) {
      throw new ParameterException(
          line(), option + ": expected a port from 0 to " + MAX_PORT + ", found " + number);
    }
  }

  private void run() throws IOException {
    try (var site = openSite()) {
      var siteUrl = Url.of("http://127.0.0.1:" + site.port() + "/");
      serve(site, siteUrl);
    }
  }

  private void serve(HttpServer site, Url siteUrl) throws IOException {
    try {
      LivePage.run(
          port,
          page ->
              TaskGroup.run(tasks -> {
                var _ = tasks.startDaemon("sample site", site::run);
                welcome(page, siteUrl);
                CancelScope.current().stopping().await();
              }));
    } catch (SocketException taken) {
      throw new PortTaken("--port", taken);
    }
  }

  private void welcome(LivePage page, Url siteUrl) {
    if (!isIdle) {
      var _ = page.start(siteUrl, CrawlSettings.DEFAULT);
    }
    var out = line().getOut();
    out.println("sample site   " + siteUrl);
    out.println("live page     " + page.address() + "/   <- open this; Ctrl-C ends both");
    out.flush();
    if (isOpened && !Browser.open(page.address())) {
      line().getErr().println("treadle: found no way to open a browser; open the page by hand");
    }
  }

  /// Without a wish any port will do.
  private HttpServer openSite() throws IOException {
    var site = SampleSite.create();
    int wanted = sitePort == null ? USUAL_SITE_PORT : sitePort;
    try {
      return open(wanted, site);
    } catch (SocketException taken) {
      if (sitePort == null) {
        return open(0, site);
      }
      throw new PortTaken("--site-port", taken);
    }
  }

  private static HttpServer open(int port, SampleSite site) throws IOException {
    return HttpServer.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        settings -> settings.withTimeouts(t -> t.withGrace(GRACE)),
        site::answer);
  }

  private CommandLine line() {
    return spec.commandLine();
  }

  /// A port cannot be had.
  private static final class PortTaken extends IOException {

    private static final long serialVersionUID = 1L;

    PortTaken(String option, SocketException cause) {
      super(
          "treadle: %1$s: choose another port with %2$s PORT, or any free one with %2$s 0"
              .formatted(cause.getMessage(), option),
          cause);
    }
  }
}
