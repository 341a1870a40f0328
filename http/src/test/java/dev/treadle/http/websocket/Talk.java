package dev.treadle.http.websocket;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.io.MemoryStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// Two ends that talk over a stream in memory.
final class Talk {

  private WebSocketSettings server = WebSocketSettings.defaults();
  private WebSocketSettings client = WebSocketSettings.defaults();
  private Agreement serverAgreement = Agreement.plain();
  private Agreement clientAgreement = Agreement.plain();
  private int capacity = 64 * 1024;

  private Talk() {}

  static Talk create() {
    return new Talk();
  }

  Talk server(UnaryOperator<WebSocketSettings> change) {
    server = change.apply(server);
    return this;
  }

  Talk client(UnaryOperator<WebSocketSettings> change) {
    client = change.apply(client);
    return this;
  }

  Talk both(UnaryOperator<WebSocketSettings> change) {
    return server(change).client(change);
  }

  /// How many bytes are on their way in each direction at most.
  Talk capacity(int bytes) {
    capacity = bytes;
    return this;
  }

  Talk compressed(CompressionSettings settings) {
    var terms = new DeflateTerms(settings, settings.keepsSending(), settings.keepsReceiving());
    serverAgreement = new Agreement(null, terms);
    clientAgreement = new Agreement(null, terms);
    return this;
  }

  /// Runs both ends until they are done.
  void run(Each<? super WebSocket, ?> serving, Each<? super WebSocket, ?> calling) {
    try (var pair = MemoryStream.pair(capacity)) {
      TaskGroup.run(group -> {
        group.start(
            "server", () -> WebSocket.serve(pair.server(), serverAgreement, server, serving));
        group.start(
            "client", () -> WebSocket.connect(pair.client(), clientAgreement, client, calling));
      });
    }
  }

  /// A server that sends back everything.
  static void echo(WebSocket socket) throws IOException {
    while (true) {
      socket.send(socket.receive());
    }
  }

  static String text(Message message) {
    return ((Message.Text) message).text();
  }

  static byte[] bytes(Message message) {
    return ((Message.Binary) message).bytes();
  }
}
