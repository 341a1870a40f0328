package dev.treadle.benchmarks.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

/// The JDK's client, told to stay with HTTP/1.1 and to work on virtual threads.
final class JdkClient {

  private JdkClient() {}

  public static void main(String[] words) throws Exception {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    Asking.report(
        words,
        url ->
            client
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                .body()
                .length);
  }
}
