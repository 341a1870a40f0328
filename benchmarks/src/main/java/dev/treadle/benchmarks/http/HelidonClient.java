package dev.treadle.benchmarks.http;

import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.WebClient;

/// Helidon's client, which keeps as many connections as it needs.
final class HelidonClient {

  private HelidonClient() {}

  public static void main(String[] words) throws Exception {
    var client =
        WebClient.builder()
            .connectionCacheSize(2 * Asking.ASKING)
            .tls(
                Tls.builder()
                    .trustAll(true)
                    .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
                    .build())
            .build();
    Asking.report(
        words,
        url -> {
          try (var response = client.get(url).request()) {
            return response.as(byte[].class).length;
          }
        });
  }
}
