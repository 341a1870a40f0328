package dev.treadle.io.pipe;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;

import dev.treadle.Cancelled;
import dev.treadle.io.BrokenStreamException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Writes to a stream whose writes hold their thread and cannot be interrupted.
///
/// Bytes are accepted in pieces of up to 16 KiB, and a thread writes one piece while the next is
/// waited for. What was accepted is written, whoever is cancelled; so a cancelled writer knows
/// exactly how far it came.
public final class PipeWriter {

  /// How long closing waits for what was accepted.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How much longer it waits when the task is cancelled.
  static final Duration BRIEF = Duration.ofMillis(100);

  private static final byte[] NOTHING = {};

  private final OutputStream out;
  private final PendingCall<@Nullable Void> pending;
  private final Turn turn;
  private byte[] piece = NOTHING;

  /// Of a write that was cancelled midway.
  private int accepted;

  private int wanted;
  private volatile boolean closed;

  /// Makes one that writes to a stream.
  ///
  /// @param what what task trees and messages call it, such as `stdin of 'sort'`
  public PipeWriter(String what, OutputStream out) {
    this.out = out;
    this.pending = new PendingCall<>(what);
    this.turn = new Turn(what);
  }

  /// Writes everything that remains in a buffer. That it returns says that the bytes are on their
  /// way; that they could not be written, the next call says.
  ///
  /// @throws IllegalStateException if another task writes here
  /// @throws BrokenStreamException if an earlier write was cancelled midway
  /// @throws ClosedChannelException if it is closed
  /// @throws Cancelled if it was cancelled; the buffer's position says how much was accepted
  public void write(ByteBuffer from) throws IOException {
    turn.begin();
    int begin = from.position();
    try {
      requireUsable();
      while (from.hasRemaining()) {
        settle();
        requireUsable(); // it may have been closed meanwhile
        requireBuffer();
        int length = Math.min(ByteSource.BUFFER, from.remaining());
        from.get(piece, 0, length);
        pending.begin(() -> writeNow(length));
      }
    } catch (Cancelled cancelled) {
      accepted = from.position() - begin;
      wanted = from.limit() - begin;
      throw cancelled;
    } catch (IOException failure) {
      requireUsable(); // how the system put it that this is closed
      throw failure;
    } finally {
      turn.end();
    }
  }

  private void requireBuffer() {
    if (piece.length == 0) {
      piece = new byte[ByteSource.BUFFER];
    }
  }

  private void requireUsable() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (accepted > 0) {
      throw new BrokenStreamException(accepted, wanted);
    }
  }

  @SuppressWarnings("NullAway") // a call without a value
  private @Nullable Void writeNow(int length) throws IOException {
    out.write(piece, 0, length);
    out.flush();
    return null;
  }

  private void settle() throws IOException {
    if (pending.isBegun()) {
      pending.get();
    }
  }

  /// Waits until everything accepted is written.
  ///
  /// @throws IOException if it could not be written
  /// @throws Cancelled if it was cancelled; the bytes are written all the same
  public void flush() throws IOException {
    turn.begin();
    try {
      settle();
    } finally {
      turn.end();
    }
  }

  /// Closes the stream behind what was accepted. Waits for that in a shield, for [#PATIENCE] at
  /// most, and no longer than 100 ms once the task is cancelled; what takes longer goes on behind
  /// everybody's back. Closing again does nothing.
  ///
  /// @throws IOException if what was accepted could not be written
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!turn.tryBegin()) {
      pending.afterwards(this::closeQuietly);
      return;
    }
    try {
      if (!shield(BRIEF, this::finishInTime)) {
        pending.afterwards(this::closeQuietly);
      }
    } finally {
      turn.end();
    }
  }

  private boolean finishInTime() throws IOException {
    try {
      return moveOnAfter(PATIENCE, this::finish);
    } catch (Cancelled briefIsOver) {
      return false;
    }
  }

  private void finish() throws IOException {
    IOException failure = null;
    try {
      settle();
    } catch (IOException unwritten) {
      failure = unwritten;
    }
    pending.begin(this::closeNow);
    try {
      pending.get();
    } catch (IOException unwritten) {
      failure = failure == null ? unwritten : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  @SuppressWarnings("NullAway") // a call without a value
  private @Nullable Void closeNow() throws IOException {
    out.close();
    return null;
  }

  private void closeQuietly() {
    try {
      out.close();
    } catch (IOException unwritten) {
      // Whoever closed it has waited long enough, and gone.
    }
  }
}
