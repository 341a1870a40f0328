package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.http.wire.ResponseHead;
import java.nio.ByteBuffer;

/// An answer behind which another protocol begins (RFC 9110 section 7.8). The connection is closed
/// with it.
record UpgradedReply(Lease lease, Request request, ResponseHead head) implements Reply {

  @Override
  public Status status() {
    return head.status();
  }

  @Override
  public Headers headers() {
    return head.headers();
  }

  @Override
  public int read(ByteBuffer into) {
    return -1;
  }

  @Override
  public Headers trailers() {
    return Headers.empty();
  }

  @Override
  public void close() {
    lease.discard();
  }
}
