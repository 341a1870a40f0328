package dev.treadle.http.websocket;

import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Compresses messages (RFC 7692, 7.2.1).
///
/// The deflater's memory is native: it is there while a message is sent, or to the WebSocket's end
/// if the context is kept.
final class Deflation implements AutoCloseable {

  /// How many bytes a flush ends with that are not sent.
  private static final int TAIL = 4;

  private static final int CHUNK = 1024;

  private final CompressionSettings settings;
  private final boolean keepsContext;
  private @Nullable Deflater deflater;

  Deflation(CompressionSettings settings, boolean keepsContext) {
    this.settings = settings;
    this.keepsContext = keepsContext;
  }

  /// Returns whether a message of so many bytes is worth it.
  boolean isFor(long size) {
    return size > 0 && size >= settings.threshold();
  }

  /// Compresses the next bytes of a message.
  ///
  /// @param last whether they are its last
  void deflate(byte[] from, int at, int count, boolean last, Bytes into) {
    int before = into.size();
    var open = open();
    open.setInput(from, at, count);
    pump(open, last ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH, into);
    if (last) {
      leaveTail(into, before);
      ended();
    }
  }

  private static void pump(Deflater open, int flush, Bytes into) {
    int room;
    int count;
    do {
      into.reserve(CHUNK);
      room = into.room();
      count = open.deflate(into.array(), into.to(), room, flush);
      into.added(count);
    } while (count == room);
  }

  private static void leaveTail(Bytes into, int before) {
    if (into.size() - before >= TAIL) {
      into.removeLast(TAIL);
    } else {
      // Flushed just before, and nothing came since: the head of an empty block (RFC 7692,
      // 7.2.3.6).
      into.append(0);
    }
  }

  private Deflater open() {
    var open = deflater;
    if (open == null) {
      open = Spares.deflater(settings.level());
      deflater = open;
    }
    return open;
  }

  private void ended() {
    if (!keepsContext) {
      close();
    }
  }

  /// Whether it holds native memory.
  boolean isOpen() {
    return deflater != null;
  }

  /// Forgets the context: the peer will not see what was compressed last.
  @Override
  public void close() {
    var open = deflater;
    if (open != null) {
      Spares.give(open, settings.level());
    }
    deflater = null;
  }
}
