package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.treadle.TaskGroup;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Response;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;

/// Answers that begin before the request has ended, over real sockets.
class RealUploadTest {

  /// More than fits into the buffers of two sockets.
  private static final int MUCH = 20_000_000;

  private static final int PIECE = 10_000;

  private static final Content CONTENT =
      Content.writing(
          MediaType.BYTES,
          sink -> {
            for (int i = 0; i < MUCH; i += PIECE) {
              sink.write(ByteBuffer.allocate(PIECE));
            }
          });

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// Twice over the same connection.
  private static void expectEchoes(HttpClient client, String url) throws IOException {
    for (int i = 0; i < 2; i++) {
      long count =
          client.<Long, IOException>stream(
              Request.post(url, CONTENT), response -> response.transferTo(_ -> {}));
      assertThat(count).isEqualTo(MUCH);
    }
    assertThat(client.statistics().open()).isEqualTo(1);
  }

  @TreadleTest(realTime = true)
  void theServerOfTheJdkEchoesWhileItReads() throws Exception {
    var server = com.sun.net.httpserver.HttpServer.create(anyPort(), 0);
    server.createContext("/", RealUploadTest::echo);
    server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
    server.start();
    try (var client = HttpClient.open()) {
      expectEchoes(client, "http://localhost:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }
  }

  @TreadleTest(realTime = true)
  void ourServerEchoesWhileItReadsAndStopsUploadsThatItDoesNotWant() {
    TaskGroup.run(group -> {
      try (var server =
              HttpServer.open(
                  anyPort(),
                  settings -> settings.withLimits(l -> l.withBody(2L * MUCH)),
                  request ->
                      request.path().equals("/no")
                          ? Response.of(Status.CONTENT_TOO_LARGE)
                          : Response.stream(MediaType.BYTES, request.body().flow()));
          var client = HttpClient.open()) {
        group.start(server::serve);
        var url = "http://localhost:" + server.port();

        expectEchoes(client, url);
        assertThat(client.post(url + "/no", CONTENT).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        assertThat(client.statistics().open()).isZero();
      }
    });
  }
}
