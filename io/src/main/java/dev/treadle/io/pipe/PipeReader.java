package dev.treadle.io.pipe;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/// Bytes of a stream whose reads hold their thread and cannot be interrupted: a pipe, a terminal.
///
/// Nothing is read before somebody asks. A reader that is cancelled leaves its read under way, and
/// what it brings waits for the next one. So no byte is ever lost, and there is one thread for each
/// stream at most.
public final class PipeReader implements ByteSource {

  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final PendingCall<Integer> pending;
  private final Turn turn;

  /// What was read and not yet asked for is between `from` and `to`.
  private byte[] chunk = NOTHING;

  private int from;
  private int to;
  private boolean ended;
  private volatile boolean closed;

  /// Makes one that reads a stream.
  ///
  /// @param what what task trees and messages call it, such as `stdout of 'sort'`
  public PipeReader(String what, InputStream in) {
    this.in = in;
    this.pending = new PendingCall<>(what);
    this.turn = new Turn(what);
  }

  /// Reads; see [ByteSource#read(ByteBuffer)].
  ///
  /// @throws IllegalStateException if another task reads here
  /// @throws ClosedChannelException if it is closed
  /// @throws Cancelled if it was cancelled; no byte is lost
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for a byte, found none");
    }
    turn.begin();
    try {
      requireOpen();
      if (from == to && !ended) {
        fill();
      }
      return ended ? -1 : move(into);
    } finally {
      turn.end();
    }
  }

  private void fill() throws IOException {
    if (!pending.isBegun()) {
      var bytes = chunk.length == 0 ? new byte[BUFFER] : chunk;
      chunk = bytes;
      pending.begin(() -> in.read(bytes));
    }
    int read = finished();
    requireOpen();
    from = 0;
    to = Math.max(read, 0);
    ended = read < 0;
    if (ended) {
      chunk = NOTHING;
    }
  }

  private int finished() throws IOException {
    try {
      return pending.get();
    } catch (IOException failure) {
      requireOpen(); // how the system put it that this is closed
      throw failure;
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private int move(ByteBuffer into) {
    int length = Math.min(to - from, into.remaining());
    into.put(chunk, from, length);
    from += length;
    return length;
  }

  /// Closes the stream, without waiting for a read that is under way: its thread is released when
  /// the other end writes something or is closed.
  public void close() {
    closed = true;
    try {
      in.close();
    } catch (IOException failure) {
      // Nothing can be lost by not closing what is only read.
    }
  }
}
