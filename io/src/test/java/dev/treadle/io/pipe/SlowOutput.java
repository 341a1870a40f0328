package dev.treadle.io.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A pipe for the simulation: a write waits until a test makes room, and nothing interrupts it.
final class SlowOutput extends OutputStream {

  final AtomicInteger closed = new AtomicInteger();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Semaphore room = new Semaphore(0);
  private volatile @Nullable IOException failure;

  /// Lets so many writes through.
  SlowOutput makesRoom(int writes) {
    room.release(writes);
    return this;
  }

  SlowOutput fails(String message) {
    failure = new IOException(message);
    return makesRoom(1);
  }

  @Override
  public void write(int b) {
    throw new AssertionError("expected writes of several bytes");
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    room.acquireUninterruptibly();
    var broken = failure;
    if (broken != null) {
      throw broken;
    }
    written.write(bytes, from, length);
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  int size() {
    return written.size();
  }

  String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
