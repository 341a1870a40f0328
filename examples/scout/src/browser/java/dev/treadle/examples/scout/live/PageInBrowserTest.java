package dev.treadle.examples.scout.live;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.site.SampleSite;
import dev.treadle.http.Status;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.test.RealTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page as a person meets it, in a real browser. Run by profile `browser`.
@Timeout(240)
class PageInBrowserTest {

  /// What a browser may take on a machine that is busy with other things too.
  private static final Duration SOON = Duration.ofSeconds(30);

  private static Playwright playwright;
  private static Browser browser;

  private final AtomicInteger underWay = new AtomicInteger();

  /// What a test does with the page.
  private interface Look {
    void at(Page page, Visit visit) throws Exception;
  }

  @BeforeAll
  static void open() {
    var skipped = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(skipped));
    var options = new BrowserType.LaunchOptions().setExecutablePath(chromium());
    browser = playwright.chromium().launch(options.setArgs(List.of("--no-sandbox")));
    setDefaultAssertionTimeout((double) SOON.toMillis());
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("expected a Chromium in /usr/bin, found none"));
  }

  @AfterAll
  static void close() {
    playwright.close();
  }

  @Test
  void aCrawlIsWatchedToItsEnd() throws IOException {
    var site = SampleSite.create(settings -> settings.withPages(60).withDelays(false));
    look(
        site::answer,
        (page, visit) -> {
          page.getByRole(AriaRole.TEXTBOX, named("Address")).fill(visit.site());
          page.getByRole(AriaRole.BUTTON, named("Start crawl")).click();

          assertThat(page.locator("#state")).hasText("Finished");
          assertThat(heading(page, 2)).hasText(visit.site());
          var report = visit.json("/crawls/1/report.json");
          int broken = report.get("broken").size();
          assertThat(broken).isGreaterThan(10);
          assertThat(page.locator("#broken")).hasText(Integer.toString(broken));
          assertThat(page.locator("#broken-links .reason")).hasCount(broken);
          assertThat(page.locator("#pages")).hasText(Integer.toString(report.get("pages").size()));
          assertThat(page.getByRole(AriaRole.STATUS)).containsText("Finished: ");
          assertThat(page.locator("#hosts").getByRole(AriaRole.ROWHEADER, inside(visit.host())))
              .isVisible();
          assertThat(page.getByRole(AriaRole.BUTTON, named("Cancel crawl"))).isHidden();
        });
  }

  @Test
  void aFetchAndThenTheCrawlAreCancelled() throws IOException {
    look(
        this::stuck,
        (page, visit) -> {
          visit.crawl();
          page.reload();
          assertThat(page.locator("#state")).hasText("Running");
          assertThat(page.locator("#tree")).containsText("host " + visit.host());
          RealTime.eventually(SOON, () -> assertThat(underWay).hasValue(2));

          var cancels = page.locator("#tree").getByRole(AriaRole.BUTTON, inside("Cancel fetch "));
          cancels.first().click();
          RealTime.eventually(SOON, () -> assertThat(underWay).hasValue(1));

          page.getByRole(AriaRole.BUTTON, named("Cancel crawl")).click();
          assertThat(page.locator("#state")).hasText("Cancelled");
          assertThat(page.locator("#no-tree")).isVisible();
          assertThat(page.locator("#no-flight")).isVisible();
          assertThat(page.locator("#main")).isFocused();
          RealTime.eventually(SOON, () -> assertThat(underWay).hasValue(0));
        });
  }

  @Test
  void whoHasOnlyAKeyboardReachesTheCrossesBeforeTheLinksAndStaysThere() throws IOException {
    look(
        this::stuck,
        (page, visit) -> {
          visit.crawl();
          page.reload();
          RealTime.eventually(SOON, () -> assertThat(underWay).hasValue(2));
          page.getByRole(AriaRole.BUTTON, named("Cancel crawl")).focus();
          page.keyboard().press("Tab");
          assertThat(page.locator(".at-hosts :focus")).hasCount(1);

          var cancels = page.locator("#tree").getByRole(AriaRole.BUTTON, inside("Cancel fetch "));
          assertThat(cancels).hasCount(2);
          cancels.nth(1).focus();
          // By a script, which leaves the focus alone.
          cancels.first().evaluate("cross => cross.click()");
          assertThat(cancels).hasCount(1);
          assertThat(cancels.first()).isFocused();

          page.keyboard().press("Enter");
          assertThat(page.locator("#state")).hasText("Finished");
          assertThat(page.locator(".at-tree")).isFocused();
        });
  }

  private Response stuck(Request request) {
    if (request.path().equals("/")) {
      return Response.html("<a href=1>1</a> <a href=2>2</a> <a href='http://['>3</a>");
    } else if (request.path().matches("/[12]")) {
      underWay.incrementAndGet();
      try {
        Treadle.sleep(Duration.ofMinutes(1));
      } finally {
        underWay.decrementAndGet();
      }
    }
    return Response.of(Status.NOT_FOUND);
  }

  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  @Test
  void whatASiteSaysIsShownAsText() throws IOException {
    // An address that is none is shown as it was written.
    var nasty = "http://[<img src=x onerror=document.title=1><script>document.title=2</script>";
    look(
        request ->
            request.path().equals("/")
                ? Response.html("<a href=\"" + nasty + "\">x</a>")
                : Response.of(Status.NOT_FOUND),
        (page, visit) -> {
          visit.crawl();
          page.reload();
          assertThat(page.locator("#state")).hasText("Finished");
          assertThat(page.locator("#broken-links td").first()).hasText(nasty);
          assertThat(page.locator("#main img, #main script")).hasCount(0);
          assertThat(page.title()).endsWith(" - Scout").startsWith("127.0.0.1");
        });
  }

  @Test
  void mistakesAreSaidBesideTheFormAndTheFieldHasTheFocus() throws IOException {
    look(
        this::stuck,
        (page, _) -> {
          page.getByRole(AriaRole.TEXTBOX, named("Address")).fill("example.com");
          page.keyboard().press("Enter");
          assertThat(page.getByRole(AriaRole.ALERT)).containsText("An address begins with http://");
          assertThat(page.getByRole(AriaRole.TEXTBOX, named("Address"))).isFocused();
          assertThat(page.getByRole(AriaRole.TEXTBOX, named("Address")))
              .hasAttribute("aria-invalid", "true");
        });
  }

  @Test
  void itFitsAPhoneAndADeskAndHasItsLandmarks() throws IOException {
    var site = SampleSite.create(settings -> settings.withPages(60).withDelays(false));
    look(
        site::answer,
        (page, visit) -> {
          visit.crawl();
          page.reload();
          assertThat(page.locator("#state")).hasText("Finished");
          for (int width : new int[] {390, 1440}) {
            page.setViewportSize(width, 900);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
          }
          assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
          assertThat(page.getByRole(AriaRole.BANNER)).isVisible();
          assertThat(page.getByRole(AriaRole.FORM)).isVisible();
          assertThat(heading(page, 1)).hasText("Scout");
          assertThat(page.getByRole(AriaRole.BUTTON, named(Pattern.compile("^$")))).hasCount(0);
          assertThat(page.getByRole(AriaRole.PROGRESSBAR, named(Pattern.compile("addresses"))))
              .isVisible();
          assertThat(page.getByRole(AriaRole.IMG, named(Pattern.compile("Addresses a second"))))
              .isVisible();
        });
  }

  private static Locator heading(Page page, int level) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(level));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByRoleOptions named(Pattern name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  /// Opens the page, and sees to it that it has nothing to complain of and asks nobody else.
  private static void look(Handler site, Look look) throws IOException {
    Treadle.run(() ->
        Visit.run(
            site,
            visit -> {
              var complaints = new ArrayList<String>();
              try (var context = browser.newContext()) {
                var page = context.newPage();
                page.onConsoleMessage(message -> complaints.add(message.text()));
                page.onPageError(complaints::add);
                page.onRequest(request -> {
                  if (!request.url().startsWith(visit.page().address() + "/")
                      && !request.url().startsWith("data:")) {
                    complaints.add("asked for " + request.url());
                  }
                });
                page.navigate(visit.page().address());
                look.at(page, visit);
              }
              // The browser remarks on a form that is refused, and nobody can keep it from that.
              complaints.removeIf(text -> text.contains("422 (Unprocessable Content)"));
              assertThat(complaints).isEmpty();
            }));
  }
}
