package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ConnectionOption;
import dev.treadle.http.wire.HeadWriter;
import dev.treadle.http.wire.HeadWriter.RequestLine;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.http.wire.ResponseHead;
import dev.treadle.http.wire.ResponseHeadParser;
import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Asks an HTTP proxy to connect to a host and pass everything on (RFC 9110 section 9.3.6).
final class HttpTunnel {

  private static final int HEAD = 16 * 1024;

  private HttpTunnel() {}

  static void open(ByteStream stream, Proxy proxy, Route route) throws IOException {
    var target = route.host() + ":" + route.port();
    var headers = Headers.builder().add("Host", target);
    proxy.authorization().ifPresent(value -> headers.add("Proxy-Authorization", value));
    var out = ByteBuffer.allocate(HEAD);
    HeadWriter.request(
        out,
        new RequestLine(Method.CONNECT, target),
        headers.build(),
        BodyFraming.NONE,
        ConnectionOption.UNSAID);
    stream.write(out.flip());
    var head = readHead(stream, proxy);
    if (!head.status().isSuccess()) {
      throw new HttpException.ConnectFailed(
          "expected %s to connect to %s, found %s".formatted(proxy, target, head.status()), null);
    }
  }

  /// A byte at a time from the buffer's end on, so that nothing of what comes through the tunnel is
  /// taken.
  private static ResponseHead readHead(ByteStream stream, Proxy proxy) throws IOException {
    var parser = new ResponseHeadParser(MessageLimits.DEFAULT);
    var reader = ByteReader.of(stream, 1);
    while (true) {
      var head = parser.parse(reader.buffered());
      if (head != null && !head.isInterim()) {
        return head;
      }
      if (!reader.fill(Integer.MAX_VALUE)) {
        throw new HttpException.ConnectFailed(
            "expected %s to answer, found the end of the connection".formatted(proxy), null);
      }
    }
  }
}
