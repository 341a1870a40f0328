package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.retry.Retry;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;

/// How a client is set up.
class ClientSettingsSnippets {

  // @start region=settings
  HttpClient api() {
    return HttpClient.open(settings ->
        settings
            .withBase("https://api.example/v1/")
            .withHeader("Accept", "application/json")
            .withTimeouts(t -> t.withTotal(Duration.ofSeconds(10)))
            .withLimits(l -> l.withPerHost(20))
            .withCookies(CookieJar.create())
            .withRetry(Retry.of(3).withRetryOn(IOException.class)));
  }

  // @end

  @TreadleTest
  void itOpensNothing() {
    try (var client = api()) {
      assertThat(client.statistics().open()).isZero();
    }
  }
}
