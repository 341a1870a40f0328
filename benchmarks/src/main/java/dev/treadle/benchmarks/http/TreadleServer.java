package dev.treadle.benchmarks.http;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.http.server.ResponseWriter;
import dev.treadle.http.websocket.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Treadle's server as it comes: with its limits, and with an eye on clients that hang up.
final class TreadleServer {

  private static final MediaType TEXT = MediaType.of(Answers.TEXT_TYPE);
  private static final MediaType JSON = MediaType.of(Answers.JSON_TYPE);
  private static final Duration SLEEP = Duration.ofMillis(Answers.SLEEP_MILLIS);
  private static final Duration SECOND = Duration.ofMillis(Answers.SECOND_MILLIS);

  private TreadleServer() {}

  public static void main(String[] words) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
    Treadle.run(() -> HttpServer.run(address, settings -> settings, TreadleServer::answer));
  }

  private static Response answer(Request request) {
    return switch (request.path()) {
      case Answers.JSON -> Response.bytes(JSON, Answers.json());
      case Answers.SLEEP -> slept(SLEEP);
      case Answers.SECOND -> slept(SECOND);
      case Answers.PLAIN -> Response.bytes(TEXT, Answers.text());
      case Answers.STREAM -> Response.stream(MediaType.BYTES, TreadleServer::stream);
      case Answers.SOCKET ->
          Response.webSocket(request, UnaryOperator.identity(), TreadleServer::echo);
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  private static Response slept(Duration time) {
    Treadle.sleep(time);
    return Response.bytes(TEXT, Answers.text());
  }

  private static void stream(ResponseWriter writer) throws IOException {
    for (int i = 0; i < Answers.PIECES; i++) {
      writer.write(Answers.piece());
    }
  }

  private static void echo(WebSocket socket) throws IOException {
    while (true) { // until the client closes
      socket.send(socket.receive());
    }
  }
}
