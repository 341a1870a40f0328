package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @Test
  void aMediaTypeHasParts() {
    var type = MediaType.of("Text/HTML ; Charset=\"UTF-8\" ;Level=\"a;\\\"b\"");

    assertThat(type.type()).isEqualTo("text");
    assertThat(type.subtype()).isEqualTo("html");
    assertThat(type.parameters()).containsOnly(entry("charset", "utf-8"), entry("level", "a;\"b"));
    assertThat(type.parameter("level")).isEqualTo("a;\"b");
    assertThat(type.parameter("x")).isNull();
    assertThat(type).hasToString("text/html; charset=utf-8; level=\"a;\\\"b\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "/html",
        "text/",
        "te xt/html",
        "text/html; charset",
        "text/html; =a",
        "text/html; a=",
        "text/html; a=b c",
        "text/html; a=\"b",
        "text/html; a=\"b\"c",
        "text/html; a=1; a=2",
        "text/html; a=\"\\",
        "text/html;a b=c",
        "text/html, a/b",
        "text/html; a=\"\u0001\""
      })
  void whatIsNoMediaTypeIsNothing(String text) {
    assertThat(MediaType.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaType.of(text))
        .withMessage("text: expected a media type such as 'text/html', found something else");
  }

  @Test
  void emptyParametersAndRepeatedOnesAreTaken() {
    assertThat(MediaType.of("a/b;")).isEqualTo(MediaType.of("a/b"));
    assertThat(MediaType.of("a/b; ;x=1;x=1")).isEqualTo(MediaType.of("a/b; x=1"));
  }

  @Test
  void aCharsetIsOneThatJavaKnows() {
    assertThat(MediaType.HTML.charset()).contains(StandardCharsets.UTF_8);
    assertThat(MediaType.of("a/b; charset=klingon").charset()).isEmpty();
    assertThat(MediaType.of("a/b; charset=\"?!\"").charset()).isEmpty();
    assertThat(MediaType.JSON.charset()).isEmpty();
    assertThat(MediaType.JSON.withCharset(StandardCharsets.ISO_8859_1))
        .hasToString("application/json; charset=iso-8859-1");
  }

  @Test
  void aChangeMakesAnother() {
    var type = MediaType.of("a/b").with("Q", "x y");

    assertThat(type).hasToString("a/b; q=\"x y\"").isNotEqualTo(MediaType.of("a/b"));
    assertThat(type.withoutParameters())
        .isEqualTo(MediaType.of("A/B"))
        .hasSameHashCodeAs(MediaType.of("A/B"));
    assertThatIllegalArgumentException().isThrownBy(() -> type.with("a b", "c"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.with("a", "\r\n"))
        .withMessage(
            "name, value: expected a token and no control characters, found something else");
  }

  @Test
  void rangesIncludeMediaTypes() {
    assertThat(MediaType.of("*/*").includes(MediaType.JSON)).isTrue();
    assertThat(MediaType.of("text/*").includes(MediaType.HTML)).isTrue();
    assertThat(MediaType.of("text/*").includes(MediaType.JSON)).isFalse();
    assertThat(MediaType.of("text/html").includes(MediaType.HTML)).isTrue();
    assertThat(MediaType.of("text/html; level=1").includes(MediaType.HTML)).isFalse();
    assertThat(MediaType.of("text/html; charset=utf-8").includes(MediaType.HTML)).isTrue();
  }

  @Test
  void someAreJson() {
    assertThat(MediaType.JSON.isJson()).isTrue();
    assertThat(MediaType.of("application/problem+json").isJson()).isTrue();
    assertThat(MediaType.HTML.isJson()).isFalse();
    assertThat(MediaType.HTML.isSameAs(MediaType.of("text/html"))).isTrue();
  }

  @Test
  void theBestOfWhatThereIsWins() {
    var offered = List.of(MediaType.HTML, MediaType.JSON, MediaType.TEXT);

    assertThat(MediaType.negotiate(List.of("application/json"), offered)).contains(MediaType.JSON);
    assertThat(MediaType.negotiate(List.of("text/*, application/json;q=0.9"), offered))
        .contains(MediaType.HTML);
    assertThat(MediaType.negotiate(List.of("*/*;q=0.1", "text/plain"), offered))
        .contains(MediaType.TEXT);
    assertThat(MediaType.negotiate(List.of(), offered)).contains(MediaType.HTML);
    assertThat(MediaType.negotiate(List.of("image/png"), offered)).isEmpty();
    assertThat(MediaType.negotiate(List.of(), List.of())).isEmpty();
  }

  @Test
  void whatSaysMoreCountsMore() {
    var accept = List.of("text/*;q=0.3, text/html;q=0.7, text/html;level=1, */*;q=0.5");

    assertThat(MediaType.negotiate(accept, List.of(MediaType.TEXT, MediaType.JSON)))
        .contains(MediaType.JSON);
    assertThat(
            MediaType.negotiate(accept, List.of(MediaType.HTML, MediaType.HTML.with("level", "1"))))
        .contains(MediaType.HTML.with("level", "1"));
    assertThat(MediaType.negotiate(List.of("*/*, text/html;q=0"), List.of(MediaType.HTML)))
        .isEmpty();
    assertThat(MediaType.negotiate(List.of("text/html;q=0, text/html"), List.of(MediaType.HTML)))
        .contains(MediaType.HTML);
  }
}
