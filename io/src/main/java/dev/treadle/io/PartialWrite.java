package dev.treadle.io;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How far a write got that was cancelled midway, and has broken its stream by that.
///
/// @param written how many bytes were written
/// @param total how many there were to write
record PartialWrite(long written, long total) {

  /// Returns nothing if nothing was written, or everything.
  static @Nullable PartialWrite of(ByteBuffer from, int start) {
    int written = from.position() - start;
    return written > 0 && from.hasRemaining()
        ? new PartialWrite(written, from.limit() - start)
        : null;
  }

  static void requireNone(@Nullable PartialWrite broken) throws BrokenStreamException {
    if (broken != null) {
      throw new BrokenStreamException(broken.written, broken.total);
    }
  }
}
