package dev.treadle.http.server;

import dev.treadle.http.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Where an answer's content goes.
interface BodySink {

  /// Takes everything that remains in a buffer, which is something.
  void write(ByteBuffer piece) throws IOException;

  /// Sends what it has.
  void flush() throws IOException;

  /// There is no more. It need not be sent yet.
  void finish(Headers trailers) throws IOException;
}
