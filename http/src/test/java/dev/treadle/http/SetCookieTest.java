package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.SetCookie.Attributes;
import dev.treadle.http.SetCookie.SameSite;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetCookieTest {

  private static Attributes attributes(String field) {
    return SetCookie.parse("a=b; " + field).orElseThrow().attributes();
  }

  @Test
  void aCookieIsSafeUnlessSaidOtherwise() {
    assertThat(SetCookie.of("id", "x1").format())
        .isEqualTo("id=x1; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void everythingCanBeSaid() {
    var cookie =
        SetCookie.of("id", "x1")
            .withDomain("example.com")
            .withPath("/a")
            .withMaxAge(Duration.ofMinutes(2))
            .withHttpOnly(false)
            .withSameSite(SameSite.NONE)
            .withPartitioned();

    assertThat(cookie.format())
        .isEqualTo(
            "id=x1; Domain=example.com; Path=/a; Max-Age=120; Secure; SameSite=None; Partitioned");
    assertThat(cookie)
        .hasToString(
            "id=(hidden); Domain=example.com; Path=/a; Max-Age=120; Secure; SameSite=None;"
                + " Partitioned");
  }

  @Test
  void anEndCanBeSaid() {
    var attributes =
        new Attributes(
            null, null, Instant.parse("1994-11-06T08:49:37Z"), null, false, false, null, false);

    assertThat(new SetCookie("a", "", attributes).format())
        .isEqualTo("a=; Expires=Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(SetCookie.forget("a").format())
        .isEqualTo("a=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var cookie =
        SetCookie.of("__Host-id", "x1")
            .withMaxAge(Duration.ofDays(3))
            .withSameSite(SameSite.STRICT)
            .withPartitioned();

    var received = SetCookie.parse(cookie.format()).orElseThrow();

    assertThat(received.cookie()).isEqualTo(new Cookie("__Host-id", "x1"));
    assertThat(received.attributes()).isEqualTo(cookie.attributes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a,b", "a;b", "a\"b", "a\\b", "a\r\nb", "\u0000", "\u007f", "\u00e9"})
  void valuesThatNotEverybodyTakesAreNotWritten(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SetCookie.of("a", value))
        .withMessage(
            "value: expected visible ASCII characters but '\"', ',', ';' and '\\', found another:"
                + " encode it, as Base64 or with Url.encode");
  }

  @Test
  void namesAreTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SetCookie.of("a=", "b"))
        .withMessage("name: expected a token, found something else");
  }

  @Test
  void prefixesArePromises() {
    SetCookie.of("__Secure-a", "b").withDomain("example.com");
    var host = SetCookie.of("__Host-a", "b");

    var message =
        "name: expected %s with Secure, and __Host- with Path=/ and no Domain, found it without";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host.withDomain("example.com"))
        .withMessage(message, "__Host-");
    assertThatIllegalArgumentException().isThrownBy(() -> host.withPath("/a"));
    assertThatIllegalArgumentException().isThrownBy(() -> host.withSecure(false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetCookie("__sEcure-a", "b", Attributes.NONE))
        .withMessage(message, "__Secure-");
  }

  @Test
  void cookiesForOtherSitesAreSecure() {
    var message =
        "secure: expected a cookie for other sites to be sent over TLS only, found one that is not";
    var open = SetCookie.of("a", "b").withSecure(false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open.withSameSite(SameSite.NONE))
        .withMessage(message);
    assertThatIllegalArgumentException().isThrownBy(open::withPartitioned).withMessage(message);
  }

  @Test
  void attributesCannotCarryOthers() {
    var cookie = SetCookie.of("a", "b");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> cookie.withPath("/; Domain=x"))
        .withMessage(
            "path: expected '/' at the start and no control characters or ';', found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> cookie.withPath("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> cookie.withPath("/a\r\n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cookie.withDomain("a; Secure"))
        .withMessage("domain: expected a host, found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> cookie.withDomain(""));
    assertThatIllegalArgumentException().isThrownBy(() -> cookie.withDomain(".a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cookie.withMaxAge(Duration.ofSeconds(-1)))
        .withMessage("maxAge: expected zero or more, found PT-1S");
  }

  @Test
  void readingIsLenient() {
    var received =
        SetCookie.parse(
                " a = \"b, c\" ; PATH = /x ;; domain=.EXAMPLE.com; Secure=no; unknown; HttpOnly")
            .orElseThrow();

    assertThat(received.cookie()).isEqualTo(new Cookie("a", "\"b, c\""));
    assertThat(received.attributes())
        .isEqualTo(new Attributes("example.com", "/x", null, null, true, true, null, false));
    assertThat(SetCookie.parse("a=").orElseThrow().cookie().value()).isEmpty();
    assertThat(SetCookie.parse("a=b=c").orElseThrow().cookie().value()).isEqualTo("b=c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "=b",
        "; a=b",
        "a\u0000=b",
        "a=b\r\nc",
        "a=b; Path=\u0001",
        "__Secure-a=b",
        "__Host-a=b; Secure",
        "__Host-a=b; Secure; Path=/; Domain=x",
        "__HOST-a=b; Secure; Path=/a"
      })
  void someCookiesAreIgnored(String field) {
    assertThat(SetCookie.parse(field)).isEmpty();
  }

  @Test
  void longCookiesAreIgnoredAndLongAttributesToo() {
    assertThat(SetCookie.parse("a=" + "x".repeat(4095))).isPresent();
    assertThat(SetCookie.parse("a=" + "x".repeat(4096))).isEmpty();
    assertThat(attributes("Path=/" + "x".repeat(1023)).path()).hasSize(1024);
    assertThat(attributes("Path=/" + "x".repeat(1024)).path()).isNull();
  }

  @Test
  void theLastAttributeOfANameCounts() {
    assertThat(attributes("Path=/a; Path=/b").path()).isEqualTo("/b");
    assertThat(attributes("Path=/a; Path=b").path()).isNull();
    assertThat(attributes("Domain=a; Domain=").domain()).isNull();
    assertThat(attributes("SameSite=Strict; SameSite=x").sameSite()).isNull();
    assertThat(attributes("SameSite=LAX").sameSite()).isEqualTo(SameSite.LAX);
    assertThat(attributes("SameSite=strict").sameSite()).isEqualTo(SameSite.STRICT);
    assertThat(attributes("SameSite=none").sameSite()).isEqualTo(SameSite.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "Max-Age=5, PT5S",
    "max-age=0, PT0S",
    "Max-Age=-1, PT0S",
    "Max-Age=99999999999999999999, PT9600H",
    "Max-Age=34560001, PT9600H"
  })
  void aMaxAgeHasBounds(String field, Duration expected) {
    assertThat(attributes(field).maxAge()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Max-Age=", "Max-Age=-", "Max-Age=5s", "Max-Age=+5", "Max-Age=1.5", "Max-Age"})
  void aMalformedMaxAgeIsIgnored(String field) {
    assertThat(attributes(field).maxAge()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 09 Jun 2021 10:18:14 GMT | 2021-06-09T10:18:14Z",
        "Wednesday, 09-Jun-21 10:18:14 GMT | 2021-06-09T10:18:14Z",
        "Wed Jun  9 10:18:14 2021 | 2021-06-09T10:18:14Z",
        "9 june 1994 1:2:3 | 1994-06-09T01:02:03Z",
        "10:18:14 2021/JUN/09x | 2021-06-09T10:18:14Z",
        "Wed, 09 Jun 69 10:18:14 GMT | 2069-06-09T10:18:14Z",
        "Wed, 09 Jun 70 10:18:14 GMT | 1970-06-09T10:18:14Z",
      })
  void datesAreReadInAnyOrder(String date, Instant expected) {
    assertThat(attributes("Expires=" + date).expires()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "Wed, 32 Jun 2021 10:18:14 GMT",
        "Wed, 09 Jun 1600 10:18:14 GMT",
        "Wed, 09 Xxx 2021 10:18:14 GMT",
        "Wed, 09 Jun 2021",
        "Wed, 09 Jun 2021 24:00:00",
        "31 Feb 2021 10:18:14",
        "Jun 2021 10:18:14",
        "09 Jun 10:18:14"
      })
  void malformedDatesAreIgnored(String date) {
    assertThat(attributes("Expires=" + date).expires()).isNull();
  }
}
