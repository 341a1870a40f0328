package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Deadline;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.wire.BegunStream;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ConnectionOption;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A response on its way to the wire.
final class Answer {

  /// Has no content, and says so (RFC 9110 section 15.3.6).
  private static final int RESET_CONTENT = 205;

  private final Connection connection;
  private Response response;

  /// How many bytes the connection had had when the head was written.
  private long contentFrom = Long.MAX_VALUE;

  private boolean endsWithConnection;

  Answer(Connection connection, Response response) {
    this.connection = connection;
    this.response = response;
  }

  /// What was answered in the end.
  Status status() {
    return response.status();
  }

  /// Whether the client knows the end of the content by that of the connection, as one from before
  /// 1997 has to.
  boolean endsWithConnection() {
    return endsWithConnection;
  }

  /// How many bytes of content were sent.
  long contentBytes() {
    return Math.max(0, connection.output().written() - contentFrom);
  }

  /// Sends it as the answer to a request, and returns whether another request may follow.
  ///
  /// @throws Exception what the writer of the content throws
  boolean send(Request request) throws Exception {
    response = adapted(request);
    if (response.content() instanceof Content.Upgraded upgraded) {
      upgrade(request, upgraded);
      return false;
    }
    var head = request.head();
    var content = request.content();
    boolean drainable = content == null || content.isDrainable();
    boolean keep = head.keepAlive() && connection.mayGoOn() && drainable;
    boolean old = head.minorVersion() == 0;
    var framing = framing(old);
    endsWithConnection = framing.kind() == BodyFraming.Kind.CLOSE;
    keep &= !endsWithConnection;
    head(
        framing,
        keep
            ? old ? ConnectionOption.KEEP_ALIVE : ConnectionOption.UNSAID
            : ConnectionOption.CLOSE);
    if (!request.method().equals(Method.HEAD)) {
      content(framing);
    }
    connection.output().flush();
    return keep;
  }

  /// What the client gets in the end of what the handler said.
  private Response adapted(Request request) throws IOException {
    var adapted = response;
    if (adapted.status().code() == RESET_CONTENT) {
      adapted = adapted.withContent(Content.NONE);
    }
    if (adapted.content() instanceof Content.Endless endless) {
      var untilStop = connection.serving().untilStop(endless.body());
      adapted = adapted.withContent(new Content.Written(Content.UNKNOWN, untilStop));
    }
    if (adapted.content() instanceof Content.OfFile file) {
      adapted = FileAnswer.of(request, adapted, file.path());
    }
    boolean compresses = connection.settings().compression();
    adapted = Conditions.apply(request, adapted, compresses);
    return compresses ? Compression.apply(request, adapted) : adapted;
  }

  private void upgrade(Request request, Content.Upgraded upgraded) throws Exception {
    var protocol = response.headers().first("Upgrade");
    if (request.head().upgrades().stream().noneMatch(offer -> offer.equalsIgnoreCase(protocol))) {
      throw new HttpParseException(
          426, "expected a client that would upgrade to " + protocol + ", found another");
    }
    connection.watch().end();
    var content = request.content();
    if (content != null && !(content.isDrainable() && content.drain())) {
      throw new HttpParseException(
          413, "expected less content before the upgrade to " + protocol + ", found too much");
    }
    head(BodyFraming.NONE, ConnectionOption.UPGRADE);
    connection.output().flush();
    connection.output().release();
    CancelScope.current().deadline(Deadline.never());
    var input = connection.input();
    upgraded.body().accept(new BegunStream(input.stream(), input.bytes()));
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
    contentFrom = connection.output().collected();
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
      case Content.OfFile _, Content.Endless _, Content.Upgraded _ ->
          throw new IllegalStateException(
              "expected content that can be written, found " + response);
    }
  }
}
