package dev.treadle.io.pipe;

import dev.treadle.Cancelled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where bytes come from, in the calling task.
@FunctionalInterface
public interface ByteSource {

  /// The size of a buffer, in bytes.
  int BUFFER = 16 * 1024;

  /// Waits until there are bytes, and moves as many as are here and have room.
  ///
  /// @return how many, at least 1; or -1 at the end
  /// @throws Cancelled if it was cancelled before a byte was here; no byte is lost
  int read(ByteBuffer into) throws IOException;

  /// Reads to the end.
  ///
  /// @param most how many bytes there may be
  /// @return `null` if there were more
  /// @throws Cancelled if it was cancelled; what was read until then is lost
  default byte @Nullable [] readAll(int most) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(BUFFER);
    for (int read = read(buffer); read >= 0; read = read(buffer.clear())) {
      if (all.size() > most - read) {
        return null;
      }
      all.write(buffer.array(), 0, read);
    }
    return all.toByteArray();
  }

  /// Reads once, at most so many bytes.
  ///
  /// @return `null` at the end
  /// @throws Cancelled if it was cancelled; no byte is lost
  default byte @Nullable [] readSome(int most) throws IOException {
    var buffer = ByteBuffer.allocate(most);
    int read = read(buffer);
    return read < 0 ? null : Arrays.copyOf(buffer.array(), read);
  }
}
