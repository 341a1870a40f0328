package dev.treadle.http.server;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What came on a connection and was not looked at yet.
///
/// The buffer is small, because every idle connection has one: most heads fit into it, longer ones
/// are put together by their parser, and content goes straight to whoever reads it.
///
/// It belongs to the connection's task, or to its [Watch] while that reads.
final class Input {

  private static final int CAPACITY = 1024;

  private final ByteStream stream;
  private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).limit(0);

  Input(ByteStream stream) {
    this.stream = stream;
  }

  ByteStream stream() {
    return stream;
  }

  /// Those that are here.
  ByteBuffer bytes() {
    return bytes;
  }

  boolean isFull() {
    return bytes.remaining() == bytes.capacity();
  }

  /// Reads more behind those that are here.
  ///
  /// @return how many, or -1 at the end
  int fill() throws IOException {
    bytes.compact();
    try {
      return stream.read(bytes);
    } finally {
      bytes.flip();
    }
  }
}
