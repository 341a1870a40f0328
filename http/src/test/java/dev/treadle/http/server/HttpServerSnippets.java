package dev.treadle.http.server;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.websocket.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// What the documentation shows.
final class HttpServerSnippets {

  private HttpServerSnippets() {}

  static void run() throws IOException {
    // @start region=run
    HttpServer.run(
        new InetSocketAddress(8080),
        settings -> settings,
        request -> Response.text("Hello from " + request.path()));
    // @end
  }

  static void settings(InetSocketAddress address, Handler handler) throws IOException {
    // @start region=settings
    try (var server =
        HttpServer.open(
            address,
            settings ->
                settings
                    .withLimits(limits -> limits.withBody(10_000_000).withConcurrentRequests(500))
                    .withTimeouts(timeouts -> timeouts.withHandler(Duration.ofSeconds(5)))
                    .withAccessLog(AccessLog.system()),
            handler)) {
      server.serve();
    }
    // @end
  }

  // @start region=handler
  static Response handle(Request request) throws Exception {
    if (!request.method().equals(Method.POST)) {
      return Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", "POST");
    }
    // Both are cancelled when the client hangs up.
    return Treadle.gather(
        () -> price(request.params().require("item")),
        () -> request.body().text(),
        (price, note) -> Response.text(price + " " + note));
  }

  // @end

  private static int price(String item) {
    return item.length();
  }

  static Response responses(Request request) throws IOException {
    // @start region=responses
    return switch (request.path()) {
      case "/text" -> Response.text("plain");
      case "/json" -> Response.json("{\"ok\":true}").withStatus(Status.CREATED);
      case "/file" -> Response.file(Path.of("manual.pdf"));
      case "/copy" -> Response.stream(MediaType.BYTES, request.body().flow());
      case "/rows" ->
          Response.stream(
              MediaType.of("text/csv"),
              writer -> {
                for (int row = 0; row < 1_000_000; row++) {
                  writer.write(row + "\n");
                }
              });
      default -> Response.of(Status.NOT_FOUND);
    };
    // @end
  }

  static Response webSocket(Request request) {
    // @start region=webSocket
    return Response.webSocket(
        request,
        settings -> settings,
        socket -> {
          while (socket.receive() instanceof Message.Text text) {
            socket.send(text.text().toUpperCase(java.util.Locale.ROOT));
          }
        });
    // @end
  }

  static Response relay(HttpClient client, Request request) throws IOException {
    // @start region=answer
    var asked = client.request(Method.GET, "http://backend" + request.target());
    return client.stream(
        asked, there -> request.answer(Response.stream(MediaType.BYTES, there.flow())));
    // @end
  }

  static Response multipart(Request request) throws IOException {
    // @start region=multipart
    var parts = request.body().multipart();
    for (var part = parts.next(); part != null; part = parts.next()) {
      if (part.name().equals("comment")) {
        return Response.text(part.text());
      }
    }
    return Response.of(Status.BAD_REQUEST);
    // @end
  }
}
