package dev.treadle.http.websocket;

import dev.treadle.sync.Token;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One message on its way out, frame by frame. Closing it before its last frame was sent is to give
/// it up: if nothing was sent it never was, and otherwise the WebSocket is at its end.
final class Sending implements AutoCloseable {

  private final Outbound outbound;
  private final Token turn;
  private final @Nullable Deflation compression;
  private final @Nullable Bytes compressed;

  /// The first byte of the next frame.
  private int first;

  private long sent;
  private boolean begun;
  private boolean complete;

  Sending(Outbound outbound, Token turn, boolean text, @Nullable Deflation compression) {
    this.outbound = outbound;
    this.turn = turn;
    this.compression = compression;
    this.compressed = compression == null ? null : new Bytes();
    this.first = (text ? Opcode.TEXT : Opcode.BINARY) | (compression == null ? 0 : 0x40);
  }

  /// Sends some of it, with more to come.
  void more(byte[] content, int at, int count) throws IOException {
    if (compression == null || compressed == null) {
      frame(content, at, count);
      return;
    }
    compression.deflate(content, at, count, false, compressed);
    if (compressed.size() >= outbound.fragment()) {
      frame(compressed.array(), compressed.from(), compressed.size());
      compressed.clear();
    }
  }

  /// Sends the rest of it.
  void last(byte[] content, int at, int count) throws IOException {
    if (compression == null || compressed == null) {
      first |= 0x80;
      frame(content, at, count);
    } else {
      compression.deflate(content, at, count, true, compressed);
      first |= 0x80;
      frame(compressed.array(), compressed.from(), compressed.size());
    }
    complete = true;
    outbound.sentMessage();
  }

  private void frame(byte[] payload, int at, int count) throws IOException {
    outbound.frame(first, payload, at, count);
    first = Opcode.CONTINUATION;
    begun = true;
    sent += count;
  }

  @Override
  public void close() {
    if (!complete && begun) {
      outbound.cut(sent);
    }
    if (!complete && compression != null) {
      compression.close();
    }
    turn.close();
  }
}
