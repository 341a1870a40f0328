package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of [Url], run as tests.
class UrlSnippets {

  // @start region="build"
  private static final Url API = Url.of("https://api.example.com/v1/");

  Url orders(String customer, int page) throws HttpParseException {
    return API.resolve("customers")
        .withSegment(customer)
        .withSegment("orders")
        .withParam("page", Integer.toString(page));
  }

  // @end region="build"

  @Test
  void urlsAreBuilt() throws HttpParseException {
    assertThat(orders("a/b ü", 2))
        .hasToString("https://api.example.com/v1/customers/a%2Fb%20%C3%BC/orders?page=2");
  }
}
