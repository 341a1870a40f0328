package dev.treadle.http.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Decompresses messages as they come (RFC 7692, 7.2.2), never further than is asked for.
///
/// The inflater's memory is native: it is there from a message's first byte to its last, or to the
/// WebSocket's end if the peer keeps its context.
final class Inflation implements AutoCloseable {

  /// What the sender left out at a message's end.
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private static final int CHUNK = 2048;

  private final boolean keepsContext;
  private @Nullable Inflater inflater;

  /// What it works on.
  private byte[] input = TAIL;

  private int inputEnd;

  /// Whether it is about to read the tail, or has.
  private boolean atTail;

  /// Whether no block was left open, which the tail would have to complete: nothing came yet, or
  /// the last thing was the end of a block marked as the last.
  private boolean nothingOpen = true;

  Inflation(boolean keepsContext) {
    this.keepsContext = keepsContext;
  }

  /// Decompresses some bytes, until there are so many altogether.
  ///
  /// @return how many bytes of the input were used
  int inflate(byte[] from, int at, int count, Bytes into, long enough) throws ProtocolFault {
    nothingOpen &= count == 0;
    give(from, at, count);
    pump(into, enough);
    return count - open().getRemaining();
  }

  /// Decompresses what is left of a message whose last byte was given.
  ///
  /// @return whether that was all
  boolean finish(Bytes into, long enough) throws ProtocolFault {
    if (!atTail) {
      atTail = true;
      give(TAIL, 0, nothingOpen ? 0 : TAIL.length);
    }
    if (!pump(into, enough)) {
      return false;
    }
    atTail = false;
    nothingOpen = true;
    if (!keepsContext) {
      close();
    }
    return true;
  }

  private void give(byte[] from, int at, int count) {
    input = from;
    inputEnd = at + count;
    open().setInput(from, at, count);
  }

  private Inflater open() {
    var open = inflater;
    if (open == null) {
      open = Spares.inflater();
      inflater = open;
    }
    return open;
  }

  /// Returns whether everything was decompressed, rather than that there is enough.
  private boolean pump(Bytes into, long enough) throws ProtocolFault {
    var open = open();
    while (into.size() < enough) {
      into.reserve(CHUNK);
      int most = (int) Math.min(into.room(), enough - into.size());
      int count = inflate(open, into, most);
      into.added(count);
      if (count == 0 && open.finished()) {
        restart(open);
      } else if (count == 0) {
        return true;
      }
    }
    return false;
  }

  private static int inflate(Inflater open, Bytes into, int most) throws ProtocolFault {
    try {
      return open.inflate(into.array(), into.to(), most);
    } catch (DataFormatException e) {
      throw ProtocolFault.data("expected data compressed by deflate, found " + e.getMessage());
    }
  }

  /// A peer may end a block as if it were the last one, and go on (RFC 7692, 7.2.3.4).
  private void restart(Inflater open) {
    int rest = open.getRemaining();
    open.reset();
    open.setInput(input, inputEnd - rest, rest);
    nothingOpen = rest == 0;
  }

  /// Whether it holds native memory.
  boolean isOpen() {
    return inflater != null;
  }

  @Override
  public void close() {
    var open = inflater;
    if (open != null) {
      Spares.give(open);
    }
    inflater = null;
    input = TAIL;
  }
}
