package dev.treadle.benchmarks.http;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// Apache's classic client with a connection for each who asks.
final class ApacheClient {

  private ApacheClient() {}

  public static void main(String[] words) throws Exception {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(2 * Asking.ASKING)
            .setMaxConnPerRoute(Asking.ASKING)
            .build();
    var client = HttpClients.custom().setConnectionManager(connections).build();
    Asking.report(
        words,
        url ->
            client.execute(
                new HttpGet(url),
                response -> EntityUtils.toByteArray(response.getEntity()).length));
  }
}
