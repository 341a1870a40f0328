package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;

/// Which requests go through which proxy.
class ProxiesSnippets {

  // @start region=environment
  HttpClient likeCurl() {
    return HttpClient.open(s -> s.withProxies(Proxies.fromEnvironment()));
  }

  HttpClient hidden() {
    return HttpClient.open(s -> s.withProxies(Proxies.all(Proxy.of("socks5://localhost:9050"))));
  }

  // @end

  @TreadleTest
  void theyOpenNothing() {
    try (var one = likeCurl();
        var other = hidden()) {
      assertThat(one.statistics()).isEqualTo(other.statistics());
    }
  }
}
