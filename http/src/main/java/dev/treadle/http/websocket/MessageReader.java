package dev.treadle.http.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A message that is received by and by, however long it is; see [WebSocket#readMessage].
///
/// For one task at a time, and for the length of the block only.
public final class MessageReader {

  private final Inbound inbound;
  private final boolean text;
  private boolean left;

  MessageReader(Inbound inbound, boolean text) {
    this.inbound = inbound;
    this.text = text;
  }

  /// Returns whether the message is a text, so that its bytes are UTF-8.
  public boolean isText() {
    return text;
  }

  /// Waits until there are more bytes of the message, and moves as many as are here and have room.
  ///
  /// @param into has room for one byte at least
  /// @return how many, at least 1; or -1 at the message's end
  /// @throws IllegalArgumentException if there is no room in the buffer
  /// @throws IllegalStateException if the block was left
  /// @throws WebSocketClosedException if the WebSocket comes to its end before the message does
  /// @throws IOException never otherwise
  /// @throws dev.treadle.Cancelled if it was cancelled before a byte was here; nothing is lost
  public int read(ByteBuffer into) throws IOException {
    if (left) {
      throw new IllegalStateException(
          "reader: expected to be used inside its block, found that it was left");
    }
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for one byte at least, found none");
    }
    return inbound.read(into);
  }

  void leave() {
    left = true;
    inbound.leave();
  }
}
