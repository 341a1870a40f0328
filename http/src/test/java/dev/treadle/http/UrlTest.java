package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

  @Test
  void aUrlHasParts() {
    var url = Url.of("HTTPS://user:p%40ss@Example.COM:8443/a/b%20c;d?x=1&y=a%20b#top");

    assertThat(url.scheme()).isEqualTo("https");
    assertThat(url.isSecure()).isTrue();
    assertThat(url.userInfo()).contains("user:p%40ss");
    assertThat(url.host()).isEqualTo("example.com");
    assertThat(url.port()).isEqualTo(8443);
    assertThat(url.authority()).isEqualTo("example.com:8443");
    assertThat(url.origin()).isEqualTo("https://example.com:8443");
    assertThat(url.path()).isEqualTo("/a/b%20c;d");
    assertThat(url.query()).isEqualTo("x=1&y=a%20b");
    assertThat(url.params()).isEqualTo(Form.of("x", "1", "y", "a b"));
    assertThat(url.fragment()).isEqualTo("top");
    assertThat(url.target()).isEqualTo("/a/b%20c;d?x=1&y=a%20b");
  }

  @Test
  void whoLogsInIsNeverPrinted() {
    var url = Url.of("http://user:secret@a/b");

    assertThat(url).hasToString("http://a/b").isNotEqualTo(Url.of("http://a/b"));
    assertThat(url.withoutUserInfo()).isEqualTo(Url.of("http://a/b"));
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Url.parse("http://user:secret@a b/"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void partsMayBeMissing() {
    var url = Url.of("ws://a");

    assertThat(url.isSecure()).isFalse();
    assertThat(url.port()).isEqualTo(80);
    assertThat(url.authority()).isEqualTo("a");
    assertThat(url.path()).isEmpty();
    assertThat(url.target()).isEqualTo("/");
    assertThat(url.query()).isNull();
    assertThat(url.params()).isEqualTo(Form.empty());
    assertThat(url.fragment()).isNull();
    assertThat(url.userInfo()).isEmpty();
    assertThat(Url.of("foo://a").port()).isEqualTo(-1);
    assertThat(Url.of("foo://a").authority()).isEqualTo("a");
    assertThat(Url.of("wss://a:443").authority()).isEqualTo("a");
    assertThat(Url.of("http://a?").query()).isEmpty();
    assertThat(Url.of("http://a:").port()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({
    "http://bücher.example/, xn--bcher-kva.example",
    "http://日本語.jp/, xn--wgv71a119e.jp",
    "http://A_b-c.example., a_b-c.example.",
    "http://127.0.0.1/, 127.0.0.1",
    "http://[2001:DB8::1]/, [2001:db8::1]",
    "http://[::ffff:1.2.3.4]:80/, [::ffff:1.2.3.4]",
    "http://1.example/, 1.example",
    "http://0x.example/, 0x.example",
  })
  void hostsAreNamesOrAddresses(String url, String host) {
    assertThat(Url.of(url).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/a",
        "//a/b",
        "http:",
        "http:a",
        "http:/a",
        "http://",
        "http:///a",
        "://a",
        "1http://a",
        "ht tp://a",
        "http://a b/",
        "http://a/b c",
        "http://a/\"",
        "http://a/<b>",
        "http://a/[",
        "http://a/?[",
        "http://a/?a|b",
        "http://a/{",
        "http://a/\\",
        "http://a\\b/",
        "http://a/%",
        "http://a/%4",
        "http://a/%zz",
        "http://a/é",
        "http://a/#a#b",
        "http://a/#%",
        "http://a:b/",
        "http://a:65536/",
        "http://a:-1/",
        "http://a:80:80/",
        "http://[::1/",
        "http://[]/",
        "http://[::1]a/",
        "http://[v1.x]/",
        "http://[1.2.3.4]/",
        "http://[::1%25eth0]/",
        "http://a,b/",
        "http://a%2Eb/",
        "http://a..b/",
        "http://.a/",
        "http://a/\n",
        "http://a/\u0000",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://2130706433/",
        "http://127.0.0.01/",
        "http://1.2.3.256/",
        "http://1.2.3.4./",
        "http://a.0x1/",
        "http://user[]@a/",
        "mailto:a@b",
        "http://\u00ad/"
      })
  void whatIsNoUrlIsRefused(String text) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Url.parse(text))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(400))
        .withMessageStartingWith("expected ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Url.of(text))
        .withMessageStartingWith("text: expected ");
  }

  @Test
  void hostsHaveALength() {
    var label = "a".repeat(63);

    assertThat(Url.of("http://" + label + ".b/").host()).hasSize(65);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Url.of("http://a" + label + ".b/"))
        .withMessage("text: expected 1 to 63 characters between the dots of the host");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Url.of("http://" + (label + ".").repeat(4) + "a/"))
        .withMessage("text: expected a host of 1 to 253 characters, found another length");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Url.of("http://a/" + "a".repeat(65_536)))
        .withMessage("text: expected a URL of up to 65536 characters, found more");
  }

  /// RFC 3986 section 5.4.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g | http://a/b/c/g",
        "./g | http://a/b/c/g",
        "g/ | http://a/b/c/g/",
        "/g | http://a/g",
        "//g | http://g",
        "?y | http://a/b/c/d;p?y",
        "g?y | http://a/b/c/g?y",
        "#s | http://a/b/c/d;p?q#s",
        "g#s | http://a/b/c/g#s",
        "g?y#s | http://a/b/c/g?y#s",
        ";x | http://a/b/c/;x",
        "g;x | http://a/b/c/g;x",
        "g;x?y#s | http://a/b/c/g;x?y#s",
        "'' | http://a/b/c/d;p?q",
        ". | http://a/b/c/",
        "./ | http://a/b/c/",
        ".. | http://a/b/",
        "../ | http://a/b/",
        "../g | http://a/b/g",
        "../.. | http://a/",
        "../../ | http://a/",
        "../../g | http://a/g",
        "../../../g | http://a/g",
        "../../../../g | http://a/g",
        "/./g | http://a/g",
        "/../g | http://a/g",
        "g. | http://a/b/c/g.",
        ".g | http://a/b/c/.g",
        "g.. | http://a/b/c/g..",
        "..g | http://a/b/c/..g",
        "./../g | http://a/b/g",
        "./g/. | http://a/b/c/g/",
        "g/./h | http://a/b/c/g/h",
        "g/../h | http://a/b/c/h",
        "g;x=1/./y | http://a/b/c/g;x=1/y",
        "g;x=1/../y | http://a/b/c/y",
        "g?y/./x | http://a/b/c/g?y/./x",
        "g?y/../x | http://a/b/c/g?y/../x",
        "g#s/./x | http://a/b/c/g#s/./x",
        "g#s/../x | http://a/b/c/g#s/../x",
        "https://h/./x | https://h/x",
      })
  void referencesAreResolved(String reference, String expected) throws HttpParseException {
    var resolved = Url.of("http://a/b/c/d;p?q").resolve(reference);

    assertThat(resolved).hasToString(expected);
  }

  @Test
  void referencesAreResolvedAgainstEmptyPaths() throws HttpParseException {
    assertThat(Url.of("http://a").resolve("b")).hasToString("http://a/b");
    assertThat(Url.of("http://a?x#y").resolve("")).hasToString("http://a?x");
    assertThat(Url.of("http://user@a/x").resolve("//b/y").userInfo()).isEmpty();
    assertThat(Url.of("http://user@a/x").resolve("y").userInfo()).contains("user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"g:h", "http:g", "a b", "%", "javascript:alert", ":a", "//", "///x", "é", "\r\n"})
  void whatIsNoReferenceIsRefused(String reference) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Url.of("http://a/b").resolve(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP://A:80/%7e%41%2f/../b, http://a/b",
    "http://a, http://a/",
    "http://a/?%7E%c3, http://a/?~%C3",
    "https://a:444/x/./y/, https://a:444/x/y/",
    "http://a/b/..#%41, http://a/#A",
    "http://a//b, http://a//b"
  })
  void equalUrlsHaveOneNormalForm(String url, String expected) {
    assertThat(Url.of(url).normalise()).isEqualTo(Url.of(expected)).hasToString(expected);
    assertThat(Url.of(expected).normalise()).hasToString(expected);
  }

  @Test
  void aChangeMakesAnother() {
    var url = Url.of("http://a/b?x=1#f");

    assertThat(url.withPath("/c%20d")).hasToString("http://a/c%20d?x=1#f");
    assertThat(url.withSegment("c d/é")).hasToString("http://a/b/c%20d%2F%C3%A9?x=1#f");
    assertThat(Url.of("http://a").withSegment("b").withSegment("c")).hasToString("http://a/b/c");
    assertThat(url.withParam("y", "a&b")).hasToString("http://a/b?x=1&y=a%26b#f");
    assertThat(Url.of("http://a/b").withParam("y", "")).hasToString("http://a/b?y=");
    assertThat(url.withParams(Form.of("z", "2"))).hasToString("http://a/b?z=2#f");
    assertThat(url.withParams(Form.empty())).hasToString("http://a/b#f");
    assertThat(url.withoutFragment()).hasToString("http://a/b?x=1");
    assertThat(url.withoutFragment())
        .isEqualTo(Url.of("http://a/b?x=1"))
        .hasSameHashCodeAs(Url.of("http://a/b?x=1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> url.withPath("c"))
        .withMessage(
            "path: expected '/' at the start and everything else percent-encoded, found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> url.withPath("/c d"));
    assertThatIllegalArgumentException().isThrownBy(() -> url.withPath("/c?d"));
  }

  @Test
  void textCanBeEncodedAndDecoded() {
    assertThat(Url.encode("a b/é?~-._+")).isEqualTo("a%20b%2F%C3%A9%3F~-._%2B");
    assertThat(Url.decode("a%20b%2F%C3%A9+c")).isEqualTo("a b/é+c");
    assertThat(Url.decode("plain é")).isEqualTo("plain é");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Url.decode("%4"))
        .withMessage("text: expected percent-encoded UTF-8, found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> Url.decode("%c3%28"));
    assertThatIllegalArgumentException().isThrownBy(() -> Url.decode("%ed%a0%80"));
    assertThatIllegalArgumentException().isThrownBy(() -> Url.decode("100%"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/b c?d e#f g, http://a/b%20c?d%20e#f%20g",
    "http://a/é?[x]=|&y=100%&z=%41#a#b, http://a/%C3%A9?%5Bx%5D=%7C&y=100%25&z=%41#a%23b",
    "http://bücher.example/ä, http://bücher.example/%C3%A4",
    "/a b?c?d, /a%20b?c?d",
    "a\\b, a%5Cb",
    "http://[::1]/[x], http://[::1]/%5Bx%5D",
    "'', ''"
  })
  void whatPeopleTypeCanBeTidied(String typed, String tidied) {
    assertThat(Url.tidy(typed)).isEqualTo(tidied);
    assertThat(Url.tidy(tidied)).isEqualTo(tidied);
  }

  /// The JDK's conversion fails in a way of its own on a thousand characters.
  @ParameterizedTest
  @ValueSource(ints = {255, 1_100, 10_000})
  void hostsInAnyLanguageThatAreTooLongAreRefused(int length) {
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Url.parse("http://" + "é".repeat(length) + "/"))
        .withMessageContaining("expected a host of 1 to 253 characters, found another length");
  }
}
