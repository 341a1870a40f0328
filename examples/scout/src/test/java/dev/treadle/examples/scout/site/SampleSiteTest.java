package dev.treadle.examples.scout.site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Action;
import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Treadle;
import dev.treadle.http.Method;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.HttpException;
import dev.treadle.http.client.Request;
import dev.treadle.http.client.Response;
import dev.treadle.http.server.HttpServer;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SampleSiteTest {

  private static final String HERE = "http://localhost:8081";

  // --- Ordinary pages

  @TreadleTest
  void aPageIsTheSameWheneverItIsAskedFor() {
    browse(client -> {
      var once = text(client, "/docs/");

      assertThat(once).isEqualTo(text(client, "/docs/"));
      assertThat(once).contains("<title>Instructions - Heddle &amp; Daughters</title>");
      assertThat(once).contains("<h2 id=\"care\">Care</h2>");
    });
  }

  @TreadleTest
  void sectionsShareThePagesAmongThemselves() {
    browse(client ->
        assertThat(text(client, "/"))
            .contains(">Shop</a>, 225 pages", ">Instructions</a>, 135", ">Journal</a>, 90 pages"));
  }

  @TreadleTest
  void aPageLinksToThoseBelowItBesideItAndOnTheWayToIt() {
    browse(client -> {
      var page = text(client, path(client, "/shop/", 3));

      assertThat(numbers(page, "shop")).contains(2, 4, 37, 48).doesNotContain(36, 49);
      assertThat(page).contains("<a href=\"/\">Home</a> / <a href=\"/shop/\">Shop</a></p>");
    });
  }

  @TreadleTest
  void somePagesHaveFaults() {
    browse(client -> {
      assertThat(page(client, 17)).contains("href=\"/shop/discontinued-17\"");
      assertThat(page(client, 41)).contains("href=\"/shop/withdrawn-41\"");
      assertThat(page(client, 29)).containsPattern("href=\"/shop/[a-z-]+-2#warranty\"");
      assertThat(page(client, 53)).contains("src=\"/assets/photo-53.jpg\"");
      assertThat(page(client, 11)).contains("href=\"/shop/former-10\"");

      assertThat(code(client, "/shop/discontinued-17")).isEqualTo(404);
      assertThat(code(client, "/shop/withdrawn-41")).isEqualTo(410);
      assertThat(code(client, "/assets/photo-53.jpg")).isEqualTo(404);
      assertThat(code(client, "/shop/former-10")).isEqualTo(301);
      assertThat(numbers(client.get(HERE + "/shop/former-10").url().path(), "shop")).contains(10);
    });
  }

  @TreadleTest
  void whatLooksLikeAPageButIsNoneIsNotFound() {
    browse(client -> {
      var missing =
          Stream.of(
              "/shop/x-1", "/shop/former-225", "/shop/-7", "/shop/a-999999999", "/shop", "/x");

      assertThat(missing.map(path -> code(client, path))).containsOnly(404);
    });
  }

  @TreadleTest
  void anotherSpellingIsAnotherPageOnlyToTheClient() {
    browse(client -> {
      assertThat(text(client, "/%73hop/")).isEqualTo(text(client, "/shop/"));
      assertThat(text(client, "/shop/?")).isEqualTo(text(client, "/shop/"));
    });
  }

  // --- What goes wrong

  @TreadleTest
  void slowPagesTakeUpToTwoSeconds(Simulation simulation) {
    browse(client -> {
      text(client, "/trouble/slow-2000");

      assertThat(simulation.clock().elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    });
  }

  @TreadleTest
  void withoutDelaysNothingTakesTime(Simulation simulation) {
    browse(
        settings -> settings.withDelays(false),
        client -> {
          text(client, "/trouble/slow-2000");
          text(client, "/shop/");
          assertThat(client.get(HERE + "/trouble/recovers-503").headers().contains("Retry-After"))
              .isFalse();
          assertThat(text(client, "/trouble/sizes")).doesNotContain("trickle");
          assertThat(code(client, "/trouble/trickle")).isEqualTo(404);

          assertThat(simulation.clock().elapsed()).isLessThan(Duration.ofMillis(100));
        });
  }

  @TreadleTest
  void whatRecoversFailsAgainAfterwards() {
    browse(client -> {
      assertThat(codes(client, "/trouble/recovers-500", 3)).containsExactly(500, 200, 500);
      assertThat(codes(client, "/trouble/recovers-503", 3)).containsExactly(503, 200, 503);
      assertThat(codes(client, "/trouble/recovers-503-late", 4))
          .containsExactly(503, 503, 200, 503);
      assertThat(codes(client, "/trouble/fails", 4)).containsOnly(500);
      assertThat(client.get(HERE + "/trouble/recovers-503").headers().first("Retry-After"))
          .isNull();
      assertThat(client.get(HERE + "/trouble/recovers-503").headers().first("Retry-After"))
          .isEqualTo("1");
    });
  }

  @TreadleTest
  void aPageIsCutInItsMiddle() {
    browse(client -> {
      assertThatThrownBy(() -> client.get(HERE + "/trouble/cut"))
          .isInstanceOf(HttpException.ConnectionLost.class);
      assertThatThrownBy(() -> client.get(HERE + "/trouble/cut-once"))
          .isInstanceOf(HttpException.ConnectionLost.class);
      assertThat(code(client, "/trouble/cut-once")).isEqualTo(200);
    });
  }

  @TreadleTest
  void aConnectionIsResetInTheMiddleOfAPage() {
    browse(client ->
        assertThatThrownBy(() -> client.get(HERE + "/trouble/reset"))
            .isInstanceOf(HttpException.ConnectionLost.class)
            .hasRootCauseInstanceOf(SocketException.class));
  }

  @TreadleTest
  void aPageTricklesForLongerThanAnybodyWaits() {
    browse(client ->
        assertThatThrownBy(() ->
                Treadle.timeout(
                    Duration.ofSeconds(60), () -> client.get(HERE + "/trouble/trickle")))
            .isInstanceOf(TaskTimeoutException.class));
  }

  @TreadleTest
  void twoPagesHaveFiveMebibytesAndOneOfThemSaysSo() {
    browse(client -> {
      var announced = client.get(HERE + "/trouble/huge");
      var unannounced = client.get(HERE + "/trouble/huge-unannounced");

      assertThat(announced.headers().contentLength()).hasValue(5 << 20);
      assertThat(unannounced.headers().contentLength()).isEmpty();
      assertThat(unannounced.bytes()).hasSize(5 << 20).isEqualTo(announced.bytes());
    });
  }

  @TreadleTest
  void redirectsComeInAllKinds() {
    browse(client -> {
      assertThat(
              Stream.of(301, 302, 303, 307, 308)
                  .map(code -> code(client, "/trouble/moved-" + code)))
          .containsExactly(301, 302, 303, 307, 308);
      assertThat(target(client, "/trouble/moved-308")).isEqualTo("/trouble/sizes");
      assertThat(target(client, "/trouble/chain-1")).isEqualTo("/trouble/chain-end");
      assertThatThrownBy(() -> client.get(HERE + "/trouble/loop-1"))
          .isInstanceOf(HttpException.BadRedirect.class);
    });
  }

  @TreadleTest
  void anotherHostIsTheSameServer() {
    browse(client -> {
      var others = text(client, "/trouble/others");

      assertThat(others).contains("http://127.0.0.1:8081/shop/");
      assertThat(client.get(HERE + "/trouble/moved-to-host").url())
          .hasToString("http://127.0.0.1:8081/trouble/elsewhere");
      assertThat(client.get("http://127.0.0.1:8081/trouble/others").text())
          .contains(HERE + "/shop/");
    });
  }

  @TreadleTest
  void encodingsAreWhatTheySay() {
    browse(client -> {
      var latin = client.get(HERE + "/trouble/latin-1");
      var bare = client.get(HERE + "/trouble/latin-1-by-itself");

      assertThat(latin.text()).contains("href=\"/trouble/stra\u00dfe\"");
      assertThat(bare.headers().first("Content-Type")).isEqualTo("text/html");
      assertThat(new String(bare.bytes(), ISO_8859_1)).contains("Gr\u00f6\u00dfe");
      assertThat(code(client, "/trouble/stra%C3%9Fe")).isEqualTo(200);
    });
  }

  @TreadleTest
  void aPageIsPackedForThoseWhoTakeIt() throws Exception {
    browse(client -> assertThat(text(client, "/trouble/packed")).contains("<h1>Packed</h1>"));
    serve(
        settings -> settings,
        () -> {
          try (var client = HttpClient.open(settings -> settings.withoutUnpacking())) {
            var taking = client.request(Method.GET, HERE + "/trouble/packed");
            var packed = client.send(taking.withHeader("Accept-Encoding", "gzip"));
            var plain = client.send(taking.withHeader("Accept-Encoding", "identity"));

            assertThat(packed.headers().first("Content-Encoding")).isEqualTo("gzip");
            assertThat(plain.text()).contains("<h1>Packed</h1>");
          }
        });
  }

  @TreadleTest
  void robotsAndSitemapsNameTheHostThatIsAsked() {
    browse(client -> {
      assertThat(text(client, "/robots.txt"))
          .contains("Disallow: /private/\n", "Sitemap: " + HERE + "/sitemap.xml\n");
      assertThat(text(client, "/sitemap.xml")).contains(HERE + "/sitemaps/hidden.xml");
      assertThat(text(client, "/sitemaps/hidden.xml")).contains(HERE + "/trouble/hidden-3");
    });
  }

  @TreadleTest
  void onePageIsNotThereForHead() {
    browse(client -> {
      assertThat(client.head(HERE + "/trouble/no-head").status().code()).isEqualTo(405);
      assertThat(code(client, "/trouble/no-head")).isEqualTo(200);
    });
  }

  // --- In the real world

  @TreadleTest(realTime = true)
  void itIsServedOnARealNetwork() throws Exception {
    var site = SampleSite.create(settings -> settings.withDelays(false));
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TaskGroup.run(group -> {
      try (var server = HttpServer.open(loopback, settings -> settings, site::answer);
          var client = HttpClient.open()) {
        group.startDaemon(server::serve);
        var here = "http://localhost:" + server.port();

        assertThat(client.get(here + "/").text()).contains("Shop");
        assertThat(client.get(here + "/trouble/huge").bytes()).hasSize(5 << 20);
        assertThatThrownBy(() -> client.get(here + "/trouble/cut"))
            .isInstanceOf(HttpException.ConnectionLost.class)
            .rootCause()
            .isNotInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.get(here + "/trouble/reset"))
            .isInstanceOf(HttpException.ConnectionLost.class)
            .hasRootCauseInstanceOf(SocketException.class);
        assertThat(client.get(here + "/trouble/moved-to-host").url())
            .hasToString("http://127.0.0.1:" + server.port() + "/trouble/elsewhere");
      }
    });
  }

  private static void browse(Each<HttpClient, Exception> visit) {
    browse(settings -> settings, visit);
  }

  private static void browse(
      UnaryOperator<SiteSettings> settings, Each<HttpClient, Exception> visit) {
    serve(
        settings,
        () -> {
          try (var client = HttpClient.open()) {
            visit.accept(client);
          }
        });
  }

  private static void serve(UnaryOperator<SiteSettings> settings, Action<?> visit) {
    var site = SampleSite.create(settings);
    TaskGroup.run(group -> {
      var server = HttpServer.open(8081, site::answer);
      group.startDaemon("site", server::serve);
      visit.run();
    });
  }

  private static String text(HttpClient client, String path) throws IOException {
    return client.get(HERE + path).raiseForStatus().text();
  }

  private static String target(HttpClient client, String path) throws IOException {
    return client.get(HERE + path).url().path();
  }

  private static int code(HttpClient client, String path) {
    return ask(client, path).status().code();
  }

  private static List<Integer> codes(HttpClient client, String path, int times) {
    return IntStream.range(0, times).mapToObj(_ -> code(client, path)).toList();
  }

  private static Response ask(HttpClient client, String path) {
    try {
      return client.send(Request.get(HERE + path).withoutRedirects());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + path, e);
    }
  }

  /// Returns a page of the shop.
  private static String page(HttpClient client, int number) throws IOException {
    return text(client, path(client, "/shop/", number));
  }

  /// Goes down from a section's page to the one with a number.
  private static String path(HttpClient client, String section, int number) throws IOException {
    if (number == 0) {
      return section;
    }
    var above = text(client, path(client, section, (number - 1) / Section.FAN));
    return above
        .lines()
        .filter(line -> line.matches(".*href=\"" + section + "[a-z-]+-" + number + "\".*"))
        .map(line -> line.replaceAll(".*href=\"([^\"#]+)\".*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> numbers(String page, String section) {
    return Pattern.compile("/" + section + "/[a-z-]+-(\\d+)")
        .matcher(page)
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .toList();
  }
}
