package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.nio.ByteBuffer;

/// An answer that is all here.
record MemoryReply(Request request, Status status, Headers headers, ByteBuffer content)
    implements Reply {

  @Override
  public int read(ByteBuffer into) {
    if (!content.hasRemaining()) {
      return -1;
    }
    int count = Math.min(content.remaining(), into.remaining());
    into.put(content.slice().limit(count));
    content.position(content.position() + count);
    return count;
  }

  @Override
  public Headers trailers() {
    return Headers.empty();
  }

  @Override
  public void close() {
    content.position(content.limit());
  }
}
