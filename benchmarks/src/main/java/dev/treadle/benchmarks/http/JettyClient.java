package dev.treadle.benchmarks.http;

import org.eclipse.jetty.client.HttpClient;

/// Jetty's client, asked by those who wait.
final class JettyClient {

  private JettyClient() {}

  public static void main(String[] words) throws Exception {
    var client = new HttpClient();
    client.setMaxConnectionsPerDestination(Asking.ASKING);
    client.start();
    Asking.report(words, url -> client.GET(url).getContent().length);
  }
}
