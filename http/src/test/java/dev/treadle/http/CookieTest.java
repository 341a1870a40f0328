package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {

  @Test
  void cookiesAreReadInTheirOrder() {
    assertThat(Cookie.parse(List.of("a=1; b=2", "a=3")))
        .containsExactly(new Cookie("a", "1"), new Cookie("b", "2"), new Cookie("a", "3"));
  }

  @Test
  void readingIsLenient() {
    assertThat(Cookie.parse(List.of(" a = 1 ;;b=\"x, y\";c=d=e;f=; [x]={\"y\":1}")))
        .containsExactly(
            new Cookie("a", "1"),
            new Cookie("b", "\"x, y\""),
            new Cookie("c", "d=e"),
            new Cookie("f", ""),
            new Cookie("[x]", "{\"y\":1}"));
  }

  @Test
  void whatHasNoNameIsLeftOut() {
    assertThat(Cookie.parse(List.of("", "x", "=y", " = ", ";", "a\u0001=b", "a=\u0100"))).isEmpty();
  }

  @Test
  void cookiesAreWrittenIntoOneField() {
    var cookies = List.of(new Cookie("a", "1"), new Cookie("b", "\"x, y\""));

    assertThat(Cookie.format(cookies)).isEqualTo("a=1; b=\"x, y\"");
    assertThat(Cookie.parse(List.of(Cookie.format(cookies)))).isEqualTo(cookies);
    assertThat(Cookie.format(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "a\r\nX: y", "a\n", "\u0000", "\u0100", " a", "a "})
  void nothingCanBeInjected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cookie("a", text))
        .withMessage("value: expected no control characters and no ';', found one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cookie(text, "a"))
        .withMessage("name: expected a token, found something else");
  }

  @Test
  void aNameIsNeededWithoutEquals() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Cookie("", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cookie("a=b", "c"));
  }

  @Test
  void theValueIsNotShown() {
    assertThat(new Cookie("session", "secret")).hasToString("session=(hidden)");
  }
}
