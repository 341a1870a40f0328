package dev.treadle.benchmarks.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;

/// Helidon SE, a virtual thread a connection.
final class HelidonServer {

  private HelidonServer() {}

  public static void main(String[] words) {
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(words[0]))
        .routing(HelidonServer::route)
        .addRouting(WsRouting.builder().endpoint(Answers.SOCKET, new Echo()))
        .build()
        .start();
  }

  private static void route(HttpRouting.Builder routing) {
    routing.get(
        Answers.PLAIN, (_, response) -> answer(response, Answers.TEXT_TYPE, Answers.text()));
    routing.get(Answers.JSON, (_, response) -> answer(response, Answers.JSON_TYPE, Answers.json()));
    routing.get(Answers.SLEEP, (_, response) -> sleep(response, Answers.SLEEP_MILLIS));
    routing.get(Answers.SECOND, (_, response) -> sleep(response, Answers.SECOND_MILLIS));
    routing.get(Answers.STREAM, (_, response) -> stream(response));
  }

  private static void sleep(ServerResponse response, int millis) throws InterruptedException {
    Thread.sleep(millis);
    answer(response, Answers.TEXT_TYPE, Answers.text());
  }

  private static void stream(ServerResponse response) throws IOException {
    response.header(HeaderNames.CONTENT_TYPE, Answers.BYTES_TYPE);
    try (var out = response.outputStream()) {
      for (int i = 0; i < Answers.PIECES; i++) {
        out.write(Answers.piece());
      }
    }
  }

  private static void answer(ServerResponse response, String type, byte[] body) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(body);
  }

  private static final class Echo implements WsListener {

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      var _ = session.send(text, last);
    }
  }
}
