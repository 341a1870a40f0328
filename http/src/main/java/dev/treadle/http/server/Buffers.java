package dev.treadle.http.server;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Buffers for answers, kept for the next one: as many as write at the same time, not as many as
/// there are connections.
final class Buffers {

  static final int CAPACITY = 8 * 1024;

  private static final int PLACES = 64;

  /// How many places are looked into before a buffer is made, or dropped.
  private static final int TRIES = 4;

  private final AtomicReferenceArray<@Nullable ByteBuffer> places =
      new AtomicReferenceArray<>(PLACES);

  ByteBuffer take() {
    int start = start();
    for (int i = 0; i < TRIES; i++) {
      int place = (start + i) & (PLACES - 1);
      if (places.getPlain(place) != null) {
        var buffer = places.getAndSet(place, null);
        if (buffer != null) {
          return buffer;
        }
      }
    }
    return ByteBuffer.allocate(CAPACITY);
  }

  /// Takes a buffer back, whatever is in it. Those of another size are dropped.
  void give(ByteBuffer buffer) {
    if (buffer.capacity() != CAPACITY) {
      return;
    }
    buffer.clear();
    int start = start();
    for (int i = 0; i < TRIES; i++) {
      if (places.compareAndSet((start + i) & (PLACES - 1), null, buffer)) {
        return;
      }
    }
  }

  private static int start() {
    return (int) Thread.currentThread().threadId() * TRIES;
  }
}
