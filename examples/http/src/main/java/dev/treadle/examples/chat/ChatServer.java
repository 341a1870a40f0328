package dev.treadle.examples.chat;

import dev.treadle.Treadle;
import dev.treadle.http.Status;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Serves the chat and its page. Ctrl-C lets everybody go: guests are told that the server goes
/// away.
public final class ChatServer {

  private static final int PORT = 8080;
  private static final String PAGE = page();

  private final Room room = new Room();

  private ChatServer() {}

  /// Makes a server's handler with a room of its own.
  public static ChatServer create() {
    return new ChatServer();
  }

  /// Serves the chat until it is stopped.
  ///
  /// @param words a port, if it is to be another than 8080
  /// @throws IOException if the port cannot be listened on
  public static void main(String[] words) throws IOException {
    int port = words.length > 0 ? Integer.parseInt(words[0]) : PORT;
    var chat = create();
    Treadle.run(() -> {
      System.out.println("open http://127.0.0.1:" + port + " in two windows; Ctrl-C ends it");
      HttpServer.run(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          settings -> settings,
          chat::answer);
    });
  }

  /// Answers a request for the page or the chat.
  public Response answer(Request request) {
    return switch (request.path()) {
      case "/" -> Response.html(PAGE);
      case "/chat" -> join(request);
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  private Response join(Request request) {
    var name = Objects.requireNonNullElse(request.params().first("name"), "somebody");
    return Response.webSocket(request, settings -> settings, guest -> room.welcome(name, guest));
  }

  private static String page() {
    try (InputStream page = ChatServer.class.getResourceAsStream("chat.html")) {
      return new String(
          Objects.requireNonNull(page, "chat.html").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the page", e);
    }
  }
}
