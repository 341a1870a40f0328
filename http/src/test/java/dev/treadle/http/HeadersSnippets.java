package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The examples of [Headers], run as tests.
class HeadersSnippets {

  // @start region="read"
  @Nullable String session(Headers headers) {
    return Cookie.parse(headers.all("Cookie")).stream()
        .filter(cookie -> cookie.name().equals("session"))
        .map(Cookie::value)
        .findFirst()
        .orElse(null);
  }

  Headers answer(Headers request) {
    var language = Quality.parse(request.all("Accept-Language")).getFirst().value();
    return Headers.of("Content-Type", "text/plain; charset=utf-8", "Vary", "Accept-Language")
        .with("Content-Language", language);
  }

  // @end region="read"

  @Test
  void fieldsAreReadAndMade() {
    var request = Headers.of("Cookie", "a=b; session=x1", "Accept-Language", "de;q=0.5, en");

    assertThat(session(request)).isEqualTo("x1");
    assertThat(session(Headers.empty())).isNull();
    assertThat(answer(request).all("content-language")).isEqualTo(List.of("en"));
  }
}
