package dev.treadle.http.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A message that is sent by and by, however long it is; see [WebSocket#writeText] and
/// [WebSocket#writeBinary].
///
/// What is written is sent when a fragment is full, and at the message's end. For one task at a
/// time, and for the length of the block only.
public final class MessageWriter {

  private final Sending sending;
  private final Utf8Check utf8 = new Utf8Check();
  private final boolean text;
  private final byte[] fragment;
  private int filled;
  private boolean left;

  private MessageWriter(Outbound outbound, boolean text) throws IOException {
    this.text = text;
    this.fragment = new byte[outbound.fragment()];
    this.sending = outbound.begin(text, Long.MAX_VALUE);
  }

  static MessageWriter begin(Outbound outbound, boolean text) throws IOException {
    return new MessageWriter(outbound, text);
  }

  /// Writes some characters, in UTF-8. A pair of surrogates must not be cut apart.
  ///
  /// @throws IllegalStateException if the message is not a text, or the block was left
  /// @throws WebSocketClosedException if the WebSocket is at its end
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; the message is cut short then, and the
  ///   WebSocket at its end, unless nothing was sent
  public void write(String characters) throws IOException {
    if (!text) {
      throw new IllegalStateException(
          "writer: expected bytes, as the message is binary, found characters");
    }
    write(ByteBuffer.wrap(characters.getBytes(StandardCharsets.UTF_8)));
  }

  /// Writes what remains in a buffer.
  ///
  /// @throws IllegalArgumentException if the message is a text, and this is no UTF-8
  /// @throws IllegalStateException if the block was left
  /// @throws WebSocketClosedException if the WebSocket is at its end
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled; the message is cut short then, and the
  ///   WebSocket at its end, unless nothing was sent
  public void write(ByteBuffer bytes) throws IOException {
    if (left) {
      throw new IllegalStateException(
          "writer: expected to be used inside its block, found that it was left");
    }
    while (bytes.hasRemaining()) {
      if (filled == fragment.length) {
        sending.more(fragment, 0, filled);
        filled = 0;
      }
      fill(bytes);
    }
  }

  private void fill(ByteBuffer bytes) {
    int count = Math.min(bytes.remaining(), fragment.length - filled);
    bytes.get(fragment, filled, count);
    if (text && !utf8.accepts(fragment, filled, filled + count)) {
      throw new IllegalArgumentException("bytes: expected UTF-8, found other bytes");
    }
    filled += count;
  }

  void finish() throws IOException {
    if (!utf8.isComplete()) {
      throw new IllegalArgumentException("bytes: expected UTF-8, found a character cut off");
    }
    sending.last(fragment, 0, filled);
  }

  void leave() {
    left = true;
    sending.close();
  }

  @Override
  public String toString() {
    return "writer of a " + (text ? "text" : "binary message");
  }
}
