package dev.treadle.benchmarks.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
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
    Vertx.vertx().deployVerticle(() -> new Serving(port), options);
  }

  private static final class Serving extends AbstractVerticle {

    private final int port;

    private Serving(int port) {
      this.port = port;
    }

    @Override
    public void start() {
      vertx.createHttpServer().requestHandler(this::handle).listen(port, "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
      switch (Objects.requireNonNullElse(request.path(), "")) {
        case Answers.JSON -> answer(request, Answers.JSON_TYPE, Answers.json());
        case Answers.SLEEP ->
            vertx.setTimer(
                Answers.SLEEP_MILLIS, _ -> answer(request, Answers.TEXT_TYPE, Answers.text()));
        default -> answer(request, Answers.TEXT_TYPE, Answers.text());
      }
    }

    private static void answer(HttpServerRequest request, String type, byte[] body) {
      request.response().putHeader("content-type", type).end(Buffer.buffer(body));
    }
  }
}
