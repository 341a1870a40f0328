package dev.treadle.http.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the content of a request is written to.
@FunctionalInterface
public interface ContentSink {

  /// Writes everything that remains in a buffer; waits until the connection has room.
  ///
  /// @throws IllegalStateException if it is more than the content said it was
  /// @throws IOException if the connection fails
  /// @throws dev.treadle.Cancelled if cancelled
  void write(ByteBuffer bytes) throws IOException;

  /// Sends what was collected, the request's head included, so that the server sees it. Otherwise
  /// small pieces wait until there are about 8 KiB.
  ///
  /// @throws IOException if the connection fails
  /// @throws dev.treadle.Cancelled if cancelled
  default void flush() throws IOException {}
}
