package dev.treadle.benchmarks.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Vert.x's client on its event loops, with virtual threads that wait for it.
final class VertxClient {

  private VertxClient() {}

  public static void main(String[] words) throws Exception {
    var client =
        Vertx.vertx()
            .createHttpClient(
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(Asking.ASKING));
    Asking.report(
        words, url -> body(client, url).toCompletionStage().toCompletableFuture().get().length());
  }

  /// In one piece on the event loop: a body that is asked for from another thread may have passed.
  private static Future<Buffer> body(HttpClient client, String url) {
    var options = new RequestOptions().setAbsoluteURI(url).setMethod(HttpMethod.GET);
    return client
        .request(options)
        .compose(request -> request.send().compose(response -> response.body()));
  }
}
