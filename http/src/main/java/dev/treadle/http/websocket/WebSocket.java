package dev.treadle.http.websocket;

import dev.treadle.Each;
import dev.treadle.Step;
import dev.treadle.flow.Flow;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Messages both ways over one connection (RFC 6455): the end of a server or of a client, which are
/// alike.
///
/// It lives inside a block, which closes it however it is left:
///
/// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=echo lang=java}
///
/// **Tasks.** Any number may send, and messages go out whole, in the order in which their sends
/// began. Any number may receive, and each message goes to one of them.
///
/// **Cancellation.** A [#receive()] that is cancelled has taken nothing, so it may be given up and
/// called again as often as you like. A send that is cancelled before its first byte was written
/// has sent nothing; later, the peer has a part of a message, and the WebSocket is at its end.
///
/// **Back-pressure.** Nothing is queued without bound. A send waits while the peer takes nothing.
/// While nobody receives, 64 KiB or 16 messages are read ahead, and then the peer has to wait.
///
/// **Pings** of the peer are answered while a task receives, and also while none does, until as
/// much was read ahead as may be. A peer from which nothing was heard for a while is sent a ping,
/// and if it does not answer, the WebSocket breaks. Only time in which somebody listens counts: a
/// program that is busy with something else does not lose its peer.
///
/// **The end** is a [WebSocketClosedException] for everybody who receives or sends, or a flow that
/// ends. If the connection breaks while nobody does either, the block is cancelled, and the
/// exception is thrown to whoever opened it.
public final class WebSocket {

  private static final int MOST_REASON_BYTES = FrameHead.MOST_CONTROL_PAYLOAD - Short.BYTES;

  private final Session session;
  private final Optional<String> subprotocol;

  WebSocket(Session session, Optional<String> subprotocol) {
    this.session = session;
    this.subprotocol = subprotocol;
  }

  // --- Opening

  /// Runs a block with the server's end of a WebSocket, and closes it: with 1000 when the block
  /// returns, 1011 when it throws, 1001 when it is cancelled. Waits for the peer to close too, for
  /// as long as [WebSocketSettings#closeTimeout()] says, and closes the stream.
  ///
  /// If the task is asked to stop ([dev.treadle.CancelScope#stopping()]), the WebSocket is closed
  /// with 1001, and the block may go on for as long as it is given.
  ///
  /// An orderly close by the client, or with 1001 by this end, that leaves the block as
  /// [WebSocketClosedException], also from a group of tasks, is the block's ordinary end.
  ///
  /// @param stream what follows the server's answer to the handshake; bytes that came with the
  ///   client's request, behind it, must be in it
  /// @param agreement what the handshake came to
  /// @throws X what the block throws
  /// @throws WebSocketClosedException if the connection broke while the block neither received nor
  ///   sent
  /// @throws IOException never otherwise
  public static <X extends Exception> void serve(
      ByteStream stream,
      Agreement agreement,
      WebSocketSettings settings,
      Each<? super WebSocket, X> body)
      throws X, IOException {
    Objects.requireNonNull(body, "body");
    new Session(stream, agreement, settings, false).run(new Block<X>(body, true));
  }

  /// Runs a block with the client's end of a WebSocket, and closes it as [#serve] does.
  ///
  /// @param stream what follows the server's answer to the handshake; bytes that came with the
  ///   answer, behind it, must be in it
  /// @param agreement what the handshake came to
  /// @throws X what the block throws
  /// @throws WebSocketClosedException if the connection broke while the block neither received nor
  ///   sent
  /// @throws IOException never otherwise
  public static <X extends Exception> void connect(
      ByteStream stream,
      Agreement agreement,
      WebSocketSettings settings,
      Each<? super WebSocket, X> body)
      throws X, IOException {
    Objects.requireNonNull(body, "body");
    new Session(stream, agreement, settings, true).run(new Block<X>(body, false));
  }

  // --- Receiving

  /// Waits for the next message.
  ///
  /// @throws WebSocketClosedException if there is none, as the WebSocket is at its end: what the
  ///   peer sent before its close frame was received
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; nothing was taken
  public Message receive() throws IOException {
    return session.receive();
  }

  /// Returns a flow of the messages. A message is received when it is asked for, so none is lost
  /// when the flow is left early. It ends when the WebSocket is closed in an orderly way, and fails
  /// with a [WebSocketClosedException] otherwise.
  public Flow<Message> messages() {
    return Flow.from(Stream.generate(() -> session))
        .map(_ -> receiveOrEnd())
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow);
  }

  private Optional<Message> receiveOrEnd() throws IOException {
    try {
      return Optional.of(receive());
    } catch (WebSocketClosedException e) {
      if (e.isOrderly()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Waits for the next message to begin, and runs a block that takes it by and by. It may be
  /// longer than [WebSocketSettings.Limits#message()]. What the block leaves of it is thrown away.
  ///
  /// While the block does something else than read, pings of the peer are not answered.
  ///
  /// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=read lang=java}
  ///
  /// @return what the block returns
  /// @throws X what the block throws
  /// @throws WebSocketClosedException if there is no message, as the WebSocket is at its end
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; before the block began, nothing was taken
  public <T extends @Nullable Object, X extends Exception> T readMessage(
      Step<? super MessageReader, ? extends T, X> body) throws X, IOException {
    return session.read(Objects.requireNonNull(body, "body"));
  }

  // --- Sending

  /// Sends a text. That it returns says that the message is on its way, not that it has arrived.
  /// Half a pair of surrogates is sent as `?`.
  ///
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; if a part was written, the WebSocket is at
  ///   its end, and says so to whoever uses it
  public void send(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    session.outbound().send(true, bytes, 0, bytes.length);
  }

  /// Sends bytes; see [#send(String)].
  ///
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  public void send(byte[] bytes) throws IOException {
    session.outbound().send(false, bytes, 0, bytes.length);
  }

  /// Sends the bytes that remain in a buffer, whose position is then its limit if it was sent; see
  /// [#send(String)].
  ///
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  public void send(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      int at = bytes.arrayOffset() + bytes.position();
      session.outbound().send(false, bytes.array(), at, bytes.remaining());
    } else {
      var copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      send(copy);
    }
    bytes.position(bytes.limit());
  }

  /// Sends a message that was received, or made.
  ///
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  public void send(Message message) throws IOException {
    switch (message) {
      case Message.Text(var text) -> send(text);
      case Message.Binary(var bytes) -> send(bytes);
    }
  }

  /// Sends a text that a block writes by and by. Other messages wait until it has, control frames
  /// do not. If the block throws after some of it was sent, the message is cut short, and the
  /// WebSocket at its end.
  ///
  /// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=write lang=java}
  ///
  /// @throws X what the block throws
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  public <X extends Exception> void writeText(Each<? super MessageWriter, X> body)
      throws X, IOException {
    write(true, body);
  }

  /// Sends bytes that a block writes by and by; see [#writeText].
  ///
  /// @throws X what the block throws
  /// @throws WebSocketClosedException if the WebSocket is at its end, or this end has closed it
  /// @throws IOException never otherwise
  public <X extends Exception> void writeBinary(Each<? super MessageWriter, X> body)
      throws X, IOException {
    write(false, body);
  }

  private <X extends Exception> void write(boolean text, Each<? super MessageWriter, X> body)
      throws X, IOException {
    Objects.requireNonNull(body, "body");
    var writer = MessageWriter.begin(session.outbound(), text);
    try {
      body.accept(writer);
      writer.finish();
    } finally {
      writer.leave();
    }
  }

  // --- Looking after it

  /// Sends a ping, waits for its answer, and returns how long that took. Needs nobody to receive.
  ///
  /// @throws WebSocketClosedException if the WebSocket comes to its end before
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; the answer is of no interest then
  public Duration ping() throws IOException {
    return session.roundTrip();
  }

  /// Closes with 1000 and no reason; see [#close(int, String)].
  public void close() {
    session.end(CloseCode.NORMAL, "");
  }

  /// Closes: lets the messages that are being sent come to their end, for half of the time, sends a
  /// close frame, and waits until the peer has closed too, for as long as
  /// [WebSocketSettings#closeTimeout()] says, and closes the stream. Messages that come meanwhile
  /// go to tasks that receive; if none does, they are thrown away.
  ///
  /// Never throws [dev.treadle.Cancelled]; a task that is cancelled closes all the same. To close
  /// what is closed does nothing.
  ///
  /// @param code 1000 to 1003, 1007 to 1014, or 3000 to 4999; see [CloseCode]
  /// @param reason for a person who reads it in a log; at most 123 bytes in UTF-8
  /// @throws IllegalArgumentException if one of them is not so
  public void close(int code, String reason) {
    if (!CloseCode.isSendable(code)) {
      throw new IllegalArgumentException(
          "code: expected 1000 to 1003, 1007 to 1014, or 3000 to 4999, found " + code);
    }
    int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_REASON_BYTES) {
      throw new IllegalArgumentException(
          "reason: expected at most " + MOST_REASON_BYTES + " bytes in UTF-8, found " + bytes);
    }
    session.end(code, reason);
  }

  /// Returns whether messages may be sent: neither end has closed it, as far as this end knows.
  public boolean isOpen() {
    return session.isOpen();
  }

  /// Returns the subprotocol that both ends agreed upon.
  public Optional<String> subprotocol() {
    return subprotocol;
  }

  /// Returns what went through it. The numbers are of about the same moment.
  public Statistics statistics() {
    return session.statistics();
  }

  /// What went through a WebSocket.
  ///
  /// @param messagesReceived by tasks of the program
  /// @param bytesReceived from the stream, frames of every kind
  /// @param messagesSent completely
  /// @param bytesSent to the stream, frames of every kind
  /// @param roundTrip how long the last ping took that was answered
  public record Statistics(
      long messagesReceived,
      long bytesReceived,
      long messagesSent,
      long bytesSent,
      Optional<Duration> roundTrip) {}

  @Override
  public String toString() {
    return "WebSocket" + (isOpen() ? " (open)" : " (closed)");
  }
}
