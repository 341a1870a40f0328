package dev.treadle.http.websocket;

import static dev.treadle.Treadle.sleep;

import dev.treadle.TaskGroup;
import dev.treadle.io.ByteStream;
import dev.treadle.io.MemoryStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A client that sends whatever bytes a test likes, to a server that receives until its end.
final class RawClient {

  private final WebSocketSettings settings;
  private final Agreement agreement;
  private final boolean echo;
  private final int piece;

  private RawClient(WebSocketSettings settings, Agreement agreement, boolean echo, int piece) {
    this.settings = settings;
    this.agreement = agreement;
    this.echo = echo;
    this.piece = piece;
  }

  static RawClient create() {
    return new RawClient(
        WebSocketSettings.defaults().withoutPings(), Agreement.plain(), false, Integer.MAX_VALUE);
  }

  RawClient with(UnaryOperator<WebSocketSettings> change) {
    return new RawClient(change.apply(settings), agreement, echo, piece);
  }

  RawClient with(Agreement agreement) {
    return new RawClient(settings, agreement, echo, piece);
  }

  /// The server sends back what it receives.
  RawClient echoed() {
    return new RawClient(settings, agreement, true, piece);
  }

  /// The bytes are written in pieces, the server reads each before the next.
  RawClient inPiecesOf(int piece) {
    return new RawClient(settings, agreement, echo, piece);
  }

  /// What came of it.
  ///
  /// @param end what the server's program saw at last
  /// @param answers the frames that the server sent
  record Outcome(
      List<Message> messages, @Nullable WebSocketClosedException end, List<WireFrame> answers) {

    /// The texts that were received.
    List<String> texts() {
      return messages.stream().map(message -> ((Message.Text) message).text()).toList();
    }

    /// The only binary message that was received.
    byte[] bytes() {
      return ((Message.Binary) messages.getFirst()).bytes();
    }

    List<String> said() {
      return answers.stream().map(WireFrame::toString).toList();
    }

    WebSocketClosedException cause() {
      return Objects.requireNonNull(end, "end");
    }

    String endMessage() {
      return end == null ? "none" : String.valueOf(end.getMessage());
    }

    int code() {
      return end == null ? 0 : end.code();
    }
  }

  Outcome send(WireFrame... frames) throws IOException {
    return send(WireFrame.bytes(frames));
  }

  /// Sends the bytes and then nothing more, and reads what the server sends until it closes.
  Outcome send(byte[] bytes) throws IOException {
    var messages = new ArrayList<Message>();
    var ends = new ArrayList<WebSocketClosedException>();
    try (var pair = MemoryStream.pair()) {
      byte[] answered =
          TaskGroup.call(group -> {
            group.start(() -> receiveAll(pair.server(), messages, ends));
            var answers = group.start(() -> readAll(pair.client()));
            writeAll(pair.client(), bytes);
            pair.client().shutdownOutput();
            return answers.await();
          });
      return new Outcome(
          messages, ends.isEmpty() ? null : ends.getFirst(), WireFrame.parse(answered));
    }
  }

  private void writeAll(ByteStream stream, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
      try {
        stream.write(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
      } catch (IOException e) {
        return; // the server has closed already
      }
      if (piece < bytes.length) {
        sleep(Duration.ofNanos(1));
      }
    }
  }

  private void receiveAll(
      ByteStream stream, List<Message> messages, List<WebSocketClosedException> ends)
      throws IOException {
    try {
      WebSocket.serve(
          stream,
          agreement,
          settings,
          socket -> {
            try {
              while (true) {
                var message = socket.receive();
                messages.add(message);
                if (echo) {
                  socket.send(message);
                }
              }
            } catch (WebSocketClosedException e) {
              ends.add(e);
            }
          });
    } catch (WebSocketClosedException e) {
      ends.add(e);
    }
  }

  static byte[] readAll(ByteStream stream) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(4096);
    while (stream.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toByteArray();
  }
}
