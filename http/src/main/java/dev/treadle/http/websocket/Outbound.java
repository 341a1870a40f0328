package dev.treadle.http.websocket;

import dev.treadle.io.ByteStream;
import dev.treadle.sync.Mutex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The sending half: messages one after the other, in order of arrival, and control frames between
/// their frames.
///
/// Who sends a message holds `messages` from its first frame to its last, and who writes a frame
/// holds `frames` for as long as that takes. So a pong gets through while a long message is sent,
/// or while somebody who sends one by and by does something else.
final class Outbound implements AutoCloseable {

  /// A larger buffer is given back after use.
  private static final int KEPT_BUFFER = 16 * 1024;

  private final Mutex messages = Mutex.fair("messages of a WebSocket");
  private final Mutex frames = Mutex.fair("frames of a WebSocket");
  private final ByteStream stream;
  private final Closing closing;
  private final @Nullable Deflation deflation;
  private final @Nullable MaskKeys keys;
  private final int fragment;
  private final Counter messagesSent = new Counter();
  private final Counter bytesSent = new Counter();

  /// The payload of the ping that came last, if it was not answered. Only that one needs an answer
  /// (RFC 6455, 5.5.3), so a peer that sends nothing but pings cannot fill the memory.
  private final AtomicReference<byte @Nullable []> owedPong = new AtomicReference<>();

  /// Guarded by `frames`.
  private byte[] buffer = new byte[0];

  Outbound(ByteStream stream, Closing closing, @Nullable Deflation deflation, Format format) {
    this.stream = stream;
    this.closing = closing;
    this.deflation = deflation;
    this.keys = format.masks() ? new MaskKeys() : null;
    this.fragment = format.fragment();
  }

  /// How frames look.
  ///
  /// @param masks whether this is a client, which masks what it sends
  /// @param fragment how many bytes of payload a frame of a message has at most
  record Format(boolean masks, int fragment) {}

  // --- Messages

  /// Sends a message.
  void send(boolean text, byte[] content, int at, int count) throws IOException {
    try (var sending = begin(text, count)) {
      int sent = 0;
      while (count - sent > fragment) {
        sending.more(content, at + sent, fragment);
        sent += fragment;
      }
      sending.last(content, at + sent, count - sent);
    }
  }

  /// Begins a message, when those before it are sent.
  ///
  /// @param size how many bytes it will have, or a guess
  Sending begin(boolean text, long size) throws IOException {
    var turn = messages.acquire();
    try {
      closing.requireSendable();
      var compression = deflation != null && deflation.isFor(size) ? deflation : null;
      return new Sending(this, turn, text, compression);
    } catch (IOException e) {
      turn.close();
      throw e;
    }
  }

  int fragment() {
    return fragment;
  }

  /// A message is cut short: the peer must not take what it has for all of it.
  void cut(long sent) {
    if (!closing.isCloseSent()) {
      closing.fail(
          CloseCode.INTERNAL_ERROR, "a message was cut short after " + sent + " bytes were sent");
    }
  }

  /// Waits until the messages that are being sent are sent, those that wait not among them.
  void awaitMessages() {
    if (!messages.isHeldByCurrentTask()) {
      messages.acquire().close();
    }
  }

  void sentMessage() {
    messagesSent.add(1);
  }

  // --- Frames

  /// Sends a frame of a message, behind a pong if one is owed.
  void frame(int first, byte[] payload, int at, int count) throws IOException {
    try (var _ = frames.acquire()) {
      closing.requireOpen();
      if (closing.isCloseSent()) {
        closing.requireSendable();
      }
      var pong = owedPong.get();
      int end = pong == null ? 0 : put(0, 0x80 | Opcode.PONG, pong, 0, pong.length);
      write(put(end, first, payload, at, count));
      if (pong != null) {
        owedPong.compareAndSet(pong, null);
      }
    }
  }

  /// Sends a ping.
  void ping(byte[] payload) throws IOException {
    try (var _ = frames.acquire()) {
      closing.requireSendable();
      write(put(0, 0x80 | Opcode.PING, payload, 0, payload.length));
    }
  }

  /// The peer wants an answer. Never waits.
  void owePong(byte[] payload) {
    owedPong.set(payload);
  }

  boolean owes() {
    return owesPong() || closing.owed() != null;
  }

  /// A pong behind a close frame is of no use.
  private boolean owesPong() {
    return owedPong.get() != null && !closing.isOver() && !closing.isCloseSent();
  }

  /// Sends the control frames that are owed.
  void flush() throws IOException {
    try (var _ = frames.acquire()) {
      while (owes() && !closing.isLost()) {
        flushOne();
      }
    }
  }

  private void flushOne() throws IOException {
    var pong = owedPong.get();
    var close = closing.owed();
    if (pong != null && owesPong()) {
      write(put(0, 0x80 | Opcode.PONG, pong, 0, pong.length));
      owedPong.compareAndSet(pong, null);
    } else if (close != null) {
      var payload = payload(close);
      write(put(0, 0x80 | Opcode.CLOSE, payload, 0, payload.length));
      closing.sentLast();
    }
  }

  private static byte[] payload(End close) {
    if (close.code() == CloseCode.NO_STATUS) {
      return new byte[0];
    }
    var reason = close.reason().getBytes(StandardCharsets.UTF_8);
    int most = FrameHead.MOST_CONTROL_PAYLOAD - Short.BYTES;
    return ByteBuffer.allocate(Short.BYTES + Math.min(reason.length, most))
        .putShort((short) close.code())
        .put(reason, 0, Math.min(reason.length, most))
        .array();
  }

  /// Puts a frame into the buffer and returns where it ends.
  private int put(int begin, int first, byte[] payload, int at, int count) {
    reserve(begin, FrameHead.MOST_BYTES + count);
    int end = FrameHead.write(buffer, begin, first, count, keys != null);
    if (keys == null) {
      System.arraycopy(payload, at, buffer, end, count);
      return end + count;
    }
    int key = keys.next();
    end = FrameHead.writeKey(buffer, end, key);
    System.arraycopy(payload, at, buffer, end, count);
    Masking.apply(buffer, end, end + count, key, 0);
    return end + count;
  }

  private void reserve(int begin, int more) {
    if (buffer.length - begin < more) {
      var grown = new byte[Math.max(begin + more, Math.min(buffer.length * 2, KEPT_BUFFER))];
      System.arraycopy(buffer, 0, grown, 0, begin);
      buffer = grown;
    }
  }

  private void write(int end) throws IOException {
    var bytes = ByteBuffer.wrap(buffer, 0, end);
    try {
      stream.write(bytes);
      bytesSent.add(end);
    } catch (IOException e) {
      closing.lose(Inbound.reason(e), e);
      closing.sentLast();
      throw closing.exception();
    } finally {
      written(bytes.position(), end);
    }
  }

  private void written(int written, int total) {
    if (written > 0 && written < total) {
      closing.lose("a send was cancelled after %d of %d bytes".formatted(written, total), null);
      closing.sentLast();
    }
    if (buffer.length > KEPT_BUFFER) {
      buffer = new byte[0];
    }
  }

  /// Whether somebody sends.
  boolean isBusy() {
    return messages.isHeld();
  }

  // --- The end

  long messagesSent() {
    return messagesSent.get();
  }

  long bytesSent() {
    return bytesSent.get();
  }

  @Override
  public void close() {
    if (deflation != null) {
      deflation.close();
    }
  }
}
