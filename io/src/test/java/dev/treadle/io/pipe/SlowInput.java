package dev.treadle.io.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A pipe for the simulation: a read waits until a test writes something, and nothing interrupts
/// it.
final class SlowInput extends InputStream {

  private static final byte[] END = {};

  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final LinkedBlockingQueue<Object> pieces = new LinkedBlockingQueue<>();

  SlowInput gives(String text) {
    pieces.add(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  SlowInput ends() {
    pieces.add(END);
    return this;
  }

  SlowInput fails(String message) {
    pieces.add(new IOException(message));
    return this;
  }

  @Override
  public int read() {
    throw new AssertionError("expected reads of several bytes");
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    reads.incrementAndGet();
    var next = take();
    if (next instanceof IOException failure) {
      throw failure;
    }
    var piece = (byte[]) next;
    if (piece.length > length) {
      throw new AssertionError("a piece must fit: " + piece.length + " into " + length);
    }
    System.arraycopy(piece, 0, bytes, from, piece.length);
    return piece == END ? -1 : piece.length;
  }

  private Object take() {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody may interrupt this thread", e);
    }
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
