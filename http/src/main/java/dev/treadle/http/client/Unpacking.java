package dev.treadle.http.client;

import dev.treadle.http.ContentCoding;
import dev.treadle.http.Method;
import java.io.IOException;

/// Unpacks the content of answers (RFC 9110 section 8.4).
final class Unpacking implements Transport {

  private final Transport next;

  Unpacking(Transport next) {
    this.next = next;
  }

  @Override
  public Reply send(Request request) throws IOException {
    var reply = next.send(request);
    if (!reply.headers().contains("content-encoding") || request.method().equals(Method.HEAD)) {
      return reply;
    }
    var unpacked = reply;
    // The last one was applied last, so it comes off first.
    for (var token : reply.headers().elements("content-encoding").reversed()) {
      var coding = ContentCoding.parse(token).orElse(null);
      if (coding == null) {
        return reply;
      }
      unpacked = coding == ContentCoding.IDENTITY ? unpacked : new UnpackedReply(unpacked, coding);
    }
    return unpacked;
  }
}
