package dev.treadle.http.server;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ConnectionOption;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A response on its way to the wire.
final class Answer {

  private final Connection connection;
  private Response response;

  Answer(Connection connection, Response response) {
    this.connection = connection;
    this.response = response;
  }

  /// What was answered in the end.
  Status status() {
    return response.status();
  }

  /// Sends it as the answer to a request, and returns whether another request may follow.
  ///
  /// @throws Exception what the writer of the content throws
  boolean send(Request request) throws Exception {
    var head = request.head();
    boolean keep = head.keepAlive() && connection.mayGoOn() && request.body().isDrainable();
    boolean old = head.minorVersion() == 0;
    var framing = framing(old);
    keep &= framing.kind() != BodyFraming.Kind.CLOSE;
    request.body().answered();
    head(framing, keep ? old ? ConnectionOption.KEEP_ALIVE : ConnectionOption.UNSAID : ConnectionOption.CLOSE);
    if (!request.method().equals(Method.HEAD)) {
      content(framing);
    }
    connection.output().flush();
    return keep;
  }

  /// Sends it as the last answer, whatever was asked.
  void sendAndClose() throws IOException {
    if (response.content() instanceof Content.Whole whole) {
        head(BodyFraming.length(whole.bytes().length), ConnectionOption.CLOSE);
      connection.output().write(ByteBuffer.wrap(whole.bytes()));
      connection.output().flush();
    }
  }

  private BodyFraming framing(boolean old) {
    int code = response.status().code();
    if (code == 204 || code == 304) {
      return BodyFraming.NONE;
    }
    return switch (response.content()) {
      case Content.Whole whole -> BodyFraming.length(whole.bytes().length);
      case Content.Written written when written.length() >= 0 ->
          BodyFraming.length(written.length());
      default -> old ? BodyFraming.CLOSE : BodyFraming.CHUNKED;
    };
  }

  private void head(BodyFraming framing, ConnectionOption option) throws IOException {
    connection.output().head(response.status(), response.headers(), framing, option);
  }

  private void content(BodyFraming framing) throws Exception {
    if (framing.kind() == BodyFraming.Kind.NONE) {
      return;
    }
    var output = connection.output();
    switch (response.content()) {
      case Content.Whole whole -> output.write(ByteBuffer.wrap(whole.bytes()));
      case Content.Written written -> {
        var sink =
            framing.kind() == BodyFraming.Kind.CHUNKED
                ? new ChunkedSink(output)
                : new PlainSink(output, written.length());
        var writer = new ResponseWriter(sink);
        written.body().accept(writer);
        writer.finish();
      }
      default -> throw new IllegalStateException("not yet");
    }
  }
}
