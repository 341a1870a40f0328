package dev.treadle.benchmarks.http;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/// OkHttp with a pool that keeps a connection for each who asks.
final class OkClient {

  private OkClient() {}

  public static void main(String[] words) throws Exception {
    var client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(Asking.ASKING, 5, TimeUnit.MINUTES))
            .build();
    Asking.report(
        words,
        url -> {
          try (var response = client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().bytes().length;
          }
        });
  }
}
