package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.test.TreadleTest;

/// How a request is put together.
class RequestSnippets {

  // @start region=request
  Request search =
      Request.of(Method.GET, Url.of("https://shop.example/search"))
          .withParam("q", "tea & cake")
          .withHeader("Accept-Language", "en");

  // @end

  @TreadleTest
  void aSearch() {
    assertThat(search.url()).hasToString("https://shop.example/search?q=tea+%26+cake");
  }
}
