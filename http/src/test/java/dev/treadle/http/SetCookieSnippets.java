package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The examples of [SetCookie], run as tests.
class SetCookieSnippets {

  // @start region="session"
  Headers withSession(Headers response, String id) {
    var cookie = SetCookie.of("__Host-session", id).withMaxAge(Duration.ofDays(7));
    return response.withAdded("Set-Cookie", cookie.format());
  }

  // @end region="session"

  @Test
  void aSessionIsGiven() {
    assertThat(withSession(Headers.empty(), "x1").first("set-cookie"))
        .isEqualTo("__Host-session=x1; Path=/; Max-Age=604800; Secure; HttpOnly; SameSite=Lax");
  }
}
