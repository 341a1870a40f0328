package dev.treadle.benchmarks.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Objects;

/// Vert.x: verticles on virtual threads, or on its event loops.
final class VertxServer {

  private VertxServer() {}

  /// Serves until the process is ended.
  ///
  /// @param words the port, then `virtual` or `loop`
  public static void main(String[] words) {
    int port = Integer.parseInt(words[0]);
    var model =
        words[1].toLowerCase(Locale.ROOT).equals("virtual")
            ? ThreadingModel.VIRTUAL_THREAD
            : ThreadingModel.EVENT_LOOP;
    var options =
        new DeploymentOptions()
            .setThreadingModel(model)
            .setInstances(Runtime.getRuntime().availableProcessors());
    // The process ends with this thread if its event loops have not been started by then.
    Vertx.vertx()
        .deployVerticle(() -> new Serving(port), options)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static final class Serving extends AbstractVerticle {

    private final int port;

    private Serving(int port) {
      this.port = port;
    }

    @Override
    public void start() {
      vertx
          .createHttpServer()
          .requestHandler(this::handle)
          .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
          .listen(port, "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
      switch (Objects.requireNonNullElse(request.path(), "")) {
        case Answers.JSON -> answer(request, Answers.JSON_TYPE, Answers.json());
        case Answers.SLEEP ->
            vertx.setTimer(
                Answers.SLEEP_MILLIS, _ -> answer(request, Answers.TEXT_TYPE, Answers.text()));
        case Answers.STREAM -> stream(request.response());
        default -> answer(request, Answers.TEXT_TYPE, Answers.text());
      }
    }

    private static void stream(HttpServerResponse response) {
      response.putHeader("content-type", Answers.BYTES_TYPE).setChunked(true);
      new Stream(response).write();
    }

    private static void answer(HttpServerRequest request, String type, byte[] body) {
      request.response().putHeader("content-type", type).end(Buffer.buffer(body));
    }
  }

  /// Writes as long as there is room, and goes on when there is again.
  private static final class Stream {

    private final HttpServerResponse response;
    private int left = Answers.PIECES;

    Stream(HttpServerResponse response) {
      this.response = response;
      response.drainHandler(_ -> write());
    }

    void write() {
      while (left > 0 && !response.writeQueueFull()) {
        left--;
        response.write(Buffer.buffer(Answers.piece()));
      }
      if (left == 0) {
        left = -1;
        response.end();
      }
    }
  }
}
