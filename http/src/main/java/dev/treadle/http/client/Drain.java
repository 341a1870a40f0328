package dev.treadle.http.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads an answer that nobody wants, if it is short: so that its connection can be used again.
final class Drain {

  private static final int MAX = 16 * 1024;

  private Drain() {}

  static void thenClose(Reply reply) throws IOException {
    try (reply) {
      if (reply.headers().contentLength().orElse(MAX + 1) > MAX) {
        return;
      }
      var piece = ByteBuffer.allocate(MAX);
      while (reply.read(piece) >= 0) {
        piece.clear();
      }
    }
  }
}
