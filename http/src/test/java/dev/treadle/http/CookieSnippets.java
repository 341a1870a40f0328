package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples of [Cookie], run as tests.
class CookieSnippets {

  // @start region="read"
  Optional<String> session(Headers request) {
    return Cookie.parse(request.all("Cookie")).stream()
        .filter(cookie -> cookie.name().equals("session"))
        .map(Cookie::value)
        .findFirst();
  }

  // @end region="read"

  @Test
  void theSessionIsFound() {
    assertThat(session(Headers.of("Cookie", "a=b; session=17"))).contains("17");
    assertThat(session(Headers.empty())).isEmpty();
  }
}
