package dev.treadle.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketClosedException;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;

class ChatServerTest {

  private static final String URL = "http://localhost:8080";

  @TreadleTest
  void thePageIsServed() {
    TaskGroup.run(group -> {
      var server = HttpServer.open(8080, ChatServer.create()::answer);
      group.startDaemon(server::serve);
      try (var client = HttpClient.open()) {
        assertThat(client.get(URL + "/").text()).contains("<title>Chat</title>");
        assertThat(client.get(URL + "/nothing").status().code()).isEqualTo(404);
      }
    });
  }

  @TreadleTest
  void guestsHearEachOtherComeTalkAndGo() {
    var heard = new ArrayList<String>();
    TaskGroup.run(group -> {
      var server = HttpServer.open(8080, ChatServer.create()::answer);
      group.startDaemon(server::serve);
      try (var client = HttpClient.open()) {
        enter(
            client,
            "ada",
            ada -> {
              heard.add(text(ada));
              enter(client, "bob", bob -> bob.send("hello"));
              for (int i = 0; i < 3; i++) {
                heard.add(text(ada));
              }
            });
      }
    });

    assertThat(heard)
        .containsExactly("ada has come in", "bob has come in", "bob: hello", "bob has left");
  }

  @TreadleTest
  void aServerThatStopsTellsItsGuests() {
    TaskGroup.run(group -> {
      var server = HttpServer.open(8080, ChatServer.create()::answer);
      var serving = group.start(server::serve);
      try (var client = HttpClient.open()) {
        enter(
            client,
            "ada",
            ada -> {
              text(ada);
              server.stop();
              assertThatThrownBy(ada::receive)
                  .isInstanceOfSatisfying(
                      WebSocketClosedException.class,
                      closed -> assertThat(closed.code()).isEqualTo(1001));
            });
      }
      serving.await();
    });
  }

  private static void enter(HttpClient client, String name, Each<WebSocket, IOException> guest)
      throws IOException {
    client.webSocket(URL + "/chat?name=" + name, WebSocketSettings.defaults(), guest);
  }

  private static String text(WebSocket socket) throws IOException {
    return socket.receive() instanceof Message.Text(var text) ? text : "not a text";
  }
}
