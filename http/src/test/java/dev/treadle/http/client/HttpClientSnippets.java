package dev.treadle.http.client;

import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.WebSocketClosedException;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.retry.Retry;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A client as its users see it.
class HttpClientSnippets {

  private final List<String> log = new ArrayList<>();

  // @start region=get
  String title(HttpClient client, String id) throws IOException {
    return timeout(Duration.ofSeconds(2), () -> client.get("books/" + id).raiseForStatus().text());
  }

  // @end

  // @start region=events
  void follow(HttpClient client) {
    client
        .events(Request.get("https://news.example/stream"))
        .map(ServerSentEvent::data)
        .forEach(log::add);
  }

  // @end

  // @start region=websocket
  void chat(HttpClient client) throws IOException {
    client.webSocket(
        "wss://chat.example/room",
        WebSocketSettings.defaults(),
        socket -> {
          socket.send("hello");
          socket.messages().forEach(message -> log.add(message.toString()));
        });
  }

  // @end

  // @start region=reconnect
  void chatForEver(HttpClient client) throws IOException {
    Retry.untilDeadline()
        .withRetryOn(HttpException.class, WebSocketClosedException.class)
        .run(() -> chat(client));
  }

  // @end

  @TreadleTest
  void aTitle() throws Exception {
    var mock =
        MockTransport.of(request ->
            request.target().equals("/books/7") ? Answer.text(200, "Emma") : Answer.of(404));
    try (var client = HttpClient.open(s -> s.withBase("http://server/").withTransport(mock))) {
      assertThat(title(client, "7")).isEqualTo("Emma");
    }
  }
}
