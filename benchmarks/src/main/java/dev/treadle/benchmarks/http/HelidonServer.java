package dev.treadle.benchmarks.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;

/// Helidon SE, a virtual thread a connection.
final class HelidonServer {

  private HelidonServer() {}

  public static void main(String[] words) {
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(words[0]))
        .routing(HelidonServer::route)
        .build()
        .start();
  }

  private static void route(HttpRouting.Builder routing) {
    routing.get(
        Answers.PLAIN, (_, response) -> answer(response, Answers.TEXT_TYPE, Answers.text()));
    routing.get(Answers.JSON, (_, response) -> answer(response, Answers.JSON_TYPE, Answers.json()));
    routing.get(
        Answers.SLEEP,
        (_, response) -> {
          Thread.sleep(Answers.SLEEP_MILLIS);
          answer(response, Answers.TEXT_TYPE, Answers.text());
        });
  }

  private static void answer(ServerResponse response, String type, byte[] body) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(body);
  }
}
