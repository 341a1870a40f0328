package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.http.sse.EventStreamParser;
import dev.treadle.http.sse.Reconnection;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Visits a server that sends events, again and again, until it wants no more.
final class EventVisits {

  private static final int PIECE = 8 * 1024;

  private final HttpClient client;
  private final Request request;
  private final Consumer<? super ServerSentEvent> events;
  private final Reconnection reconnection = Reconnection.create();

  EventVisits(HttpClient client, Request request, Consumer<? super ServerSentEvent> events) {
    this.client = client;
    this.request = request;
    this.events = events;
  }

  /// Returns when the server has said that it wants no more visits.
  ///
  /// @throws HttpException if its answer is not one to come back for
  void run() throws IOException {
    while (visit()) {
      Treadle.sleep(reconnection.disconnected());
    }
  }

  private boolean visit() throws IOException {
    try {
      return client.stream(withHeaders(), this::receive);
    } catch (HttpException.ConnectFailed
        | HttpException.ConnectionLost
        | HttpException.TimedOut lost) {
      return true;
    }
  }

  private Request withHeaders() {
    var headers = request.headers().toBuilder();
    for (var field : reconnection.headers()) {
      headers.set(field.name(), field.value());
    }
    return request.withHeaders(headers.build());
  }

  private boolean receive(ResponseStream response) throws IOException {
    return switch (reconnection.judge(response.status(), response.headers())) {
      case RECEIVE -> receiveAll(response);
      case RETRY -> true;
      case END -> false;
      case FAIL -> {
        var _ = response.raiseForStatus();
        throw new HttpException.Protocol(
            "expected events (%s) from %s, found %s %s"
                .formatted(
                    ServerSentEvent.MEDIA_TYPE,
                    request,
                    response.status(),
                    response.headers().first("content-type")),
            null);
      }
    };
  }

  private boolean receiveAll(ResponseStream response) throws IOException {
    var parser = reconnection.connected();
    var piece = ByteBuffer.allocate(PIECE);
    while (response.read(piece) >= 0) {
      piece.flip();
      for (var event = next(parser, piece); event != null; event = next(parser, piece)) {
        events.accept(event);
      }
      piece.clear();
    }
    return true;
  }

  private @Nullable ServerSentEvent next(EventStreamParser parser, ByteBuffer piece)
      throws HttpException {
    try {
      return parser.next(piece);
    } catch (LimitExceededException endless) {
      throw new HttpException.TooLarge(
          "expected events from %s: %s".formatted(request, endless.getMessage()));
    }
  }
}
