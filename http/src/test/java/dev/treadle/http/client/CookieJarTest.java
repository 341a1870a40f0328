package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.Cookie;
import dev.treadle.http.Headers;
import dev.treadle.http.Url;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// Which cookies are kept, and where they are sent.
class CookieJarTest {

  private final CookieJar jar = CookieJar.create();

  private void receive(String url, String... cookies) {
    for (var cookie : cookies) {
      jar.store(Url.of(url), Headers.of("Set-Cookie", cookie));
    }
  }

  private String sent(String url) {
    return Cookie.format(jar.cookiesFor(Url.of(url)));
  }

  @TreadleTest
  void aCookieGoesBackToItsHostOnly() {
    receive("http://example.com/", "a=1");

    assertThat(sent("http://example.com/x")).isEqualTo("a=1");
    assertThat(sent("http://example.com:8080/")).isEqualTo("a=1");
    assertThat(sent("http://www.example.com/")).isEmpty();
    assertThat(sent("http://other.com/")).isEmpty();
  }

  @TreadleTest
  void aCookieForADomainGoesToAllBelow() {
    receive("http://www.example.com/", "a=1; Domain=.example.com");

    assertThat(sent("http://example.com/")).isEqualTo("a=1");
    assertThat(sent("http://a.b.example.com/")).isEqualTo("a=1");
    assertThat(sent("http://badexample.com/")).isEmpty();
  }

  @TreadleTest
  void nobodySetsCookiesForOthers() {
    receive("http://www.example.com/", "a=1; Domain=other.com", "b=1; Domain=a.www.example.com");
    receive("http://10.0.0.1/", "c=1; Domain=0.0.1");

    assertThat(jar.all()).isEmpty();
  }

  @TreadleTest
  void nobodySetsCookiesForAPublicSuffix() {
    receive("http://example.com/", "a=1; Domain=com");
    receive("http://example.co.uk/", "b=1; Domain=co.uk");
    receive("http://example.com.au/", "c=1; Domain=com.au");

    assertThat(jar.all()).isEmpty();
  }

  @TreadleTest
  void aPublicSuffixMayHaveCookiesOfItsOwn() {
    receive("http://localhost/", "a=1; Domain=localhost");

    assertThat(sent("http://localhost/")).isEqualTo("a=1");
    assertThat(sent("http://x.localhost/")).isEmpty();
  }

  @TreadleTest
  void aListSaysMoreThanARuleOfThumb() {
    var list =
        PublicSuffixes.parse(
            List.of("// comment", "", "com", "github.io", "*.ck", "!www.ck", "公司.cn"));

    assertThat(list.contains("com")).isTrue();
    assertThat(list.contains("github.io")).isTrue();
    assertThat(list.contains("me.github.io")).isFalse();
    assertThat(list.contains("anything.ck")).isTrue();
    assertThat(list.contains("www.ck")).isFalse();
    assertThat(list.contains("unlisted")).isTrue();
    assertThat(list.contains("example.unlisted")).isFalse();
    assertThat(list.contains("xn--55qx5d.cn")).isTrue();
    assertThat(list).hasToString("5 public suffixes");
  }

  @TreadleTest
  void aPathHoldsForAllBelowIt() {
    receive("http://example.com/", "a=1; Path=/docs");

    assertThat(sent("http://example.com/docs")).isEqualTo("a=1");
    assertThat(sent("http://example.com/docs/x")).isEqualTo("a=1");
    assertThat(sent("http://example.com/docsx")).isEmpty();
    assertThat(sent("http://example.com/")).isEmpty();
  }

  @TreadleTest
  void withoutAPathItIsTheDirectory() {
    receive("http://example.com/a/b/c", "a=1");

    assertThat(sent("http://example.com/a/b/x")).isEqualTo("a=1");
    assertThat(sent("http://example.com/a/")).isEmpty();
  }

  @TreadleTest
  void longerPathsComeFirstThenOlderCookies() {
    receive("http://example.com/", "a=1; Path=/", "b=2; Path=/x", "c=3; Path=/", "a=4; Path=/");

    assertThat(sent("http://example.com/x")).isEqualTo("b=2; a=4; c=3");
  }

  @TreadleTest
  void cookiesEnd() {
    receive("http://example.com/", "a=1; Max-Age=10", "b=2; Expires=Thu, 01 Jan 2026 00:01:00 GMT");
    assertThat(sent("http://example.com/")).isEqualTo("a=1; b=2");

    Treadle.sleep(Duration.ofSeconds(10));
    assertThat(sent("http://example.com/")).isEqualTo("b=2");

    Treadle.sleep(Duration.ofSeconds(50));
    assertThat(sent("http://example.com/")).isEmpty();
  }

  @TreadleTest
  void aServerCanTakeACookieBack() {
    receive("http://example.com/", "a=1", "a=; Max-Age=0");

    assertThat(jar.all()).isEmpty();
  }

  @TreadleTest
  void secureCookiesGoOverTlsOnly() {
    receive("https://example.com/", "a=1; Secure");
    receive("http://example.com/", "b=1; Secure");

    assertThat(sent("https://example.com/")).isEqualTo("a=1");
    assertThat(sent("http://example.com/")).isEmpty();
  }

  @TreadleTest
  void aSecureCookieIsNotReplacedOverPlainHttp() {
    receive("https://example.com/", "a=1; Secure");
    receive("http://example.com/", "a=2", "a=3; Domain=example.com");

    assertThat(sent("https://example.com/")).isEqualTo("a=1");
  }

  @TreadleTest
  void namesThatPromiseTooMuchAreRefused() {
    receive(
        "https://example.com/", "__Host-a=1; Secure", "__Secure-b=1", "__Host-c=1; Secure; Path=/");

    assertThat(sent("https://example.com/")).isEqualTo("__Host-c=1");
  }

  @TreadleTest
  void theOldestOfADomainGoesWhenThereAreTooMany() {
    for (int i = 0; i < 181; i++) {
      receive("http://example.com/", "c" + i + "=1");
    }

    assertThat(jar.all()).hasSize(180);
    assertThat(jar.all().getFirst().name()).isEqualTo("c1");
  }

  @TreadleTest
  void sessionsEnd() {
    receive("http://example.com/", "a=1", "b=2; Max-Age=100");
    jar.endSession();

    assertThat(sent("http://example.com/")).isEqualTo("b=2");
    jar.clear();
    assertThat(jar.all()).isEmpty();
  }

  @TreadleTest(realTime = true)
  void cookiesSurviveInAFile(@TempDir Path directory) throws Exception {
    var file = directory.resolve("cookies.txt");
    receive(
        "https://www.example.com/",
        "a=1; Secure; HttpOnly; Max-Age=1000",
        "b=x y; Domain=example.com");
    jar.save(file);
    var other = CookieJar.create();
    other.load(file);

    assertThat(other.all().toString()).isEqualTo(jar.all().toString());
    assertThat(Cookie.format(other.cookiesFor(Url.of("https://www.example.com/"))))
        .isEqualTo("a=1; b=x y");
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .first()
        .isEqualTo("# Netscape HTTP Cookie File");
    assertThat(Files.readString(file)).contains(".example.com\tTRUE\t/\tFALSE\t0\tb\tx y\n");
  }

  @TreadleTest
  void linesThatAreNoCookiesArePassedOver() {
    assertThat(CookieFile.parse("# comment")).isEmpty();
    assertThat(CookieFile.parse("")).isEmpty();
    assertThat(CookieFile.parse("a\tb\tc")).isEmpty();
    assertThat(CookieFile.parse("h\tTRUE\t/\tFALSE\tsoon\tn\tv")).isEmpty();
  }

  @TreadleTest
  void valuesAreNotPrinted() {
    receive("http://example.com/", "a=topsecret");

    assertThat(jar.toString()).isEqualTo("CookieJar[a=(hidden) for example.com/]");
  }

  /// Such a name is another to DNS, but `com.` is as public as `com`.
  @TreadleTest
  void aDotAtTheEndMakesNoPublicSuffixLessPublic() {
    receive("http://example.com./", "a=1; Domain=com.", "b=2");
    receive("http://example.co.uk./", "c=1; Domain=co.uk.");

    assertThat(sent("http://other.com./")).isEmpty();
    assertThat(sent("http://example.com./")).isEqualTo("b=2");
    assertThat(jar.all()).hasSize(1);
  }

  @TreadleTest(realTime = true)
  void cookiesThatCannotBeSentAreNotLoaded(@TempDir Path directory) throws Exception {
    var file = directory.resolve("cookies.txt");
    Files.write(
        file,
        List.of(
            "example.com\tFALSE\t/\tFALSE\t0\ta b=\tx",
            "example.com\tFALSE\t/\tFALSE\t0\tc\tx;y",
            "example.com\tFALSE\t/\tFALSE\t0\td\tx\u0001",
            "example.com\tFALSE\t/\tFALSE\t0\t\tnameless",
            "example.com\tFALSE\tnowhere\tFALSE\t0\te\tx",
            "EXAMPLE.com\tFALSE\t/\tFALSE\t0\tgood\t1"));

    jar.load(file);

    assertThat(sent("http://example.com/")).isEqualTo("good=1");
  }

  @TreadleTest
  void aListThatFailsCostsNoConnection(Simulation simulation) throws Exception {
    var broken =
        CookieJar.create(_ -> {
          throw new IllegalStateException("no list");
        });
    try (var _ =
            ScriptedServer.answering(
                simulation,
                "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Domain=x\r\nContent-Length: 9\r\n\r\n");
        var client = HttpClient.open(s -> s.withCookies(broken))) {
      thrownBy(IllegalStateException.class, () -> client.get("http://server/"));

      assertThat(client.statistics().open()).isZero();
    }
  }
}
