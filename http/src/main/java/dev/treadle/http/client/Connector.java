package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import dev.treadle.io.Tcp;
import dev.treadle.io.UnixSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Opens connections: directly, to a Unix socket, or through a proxy.
class Connector {

  private final Dns dns;

  Connector(Dns dns) {
    this.dns = dns;
  }

  /// Opens a connection in the calling task.
  ///
  /// @throws HttpException.ConnectFailed if there is none to be had
  /// @throws HttpException.TimedOut if it takes too long
  Http1Connection open(Route route, Duration limit) throws IOException {
    try {
      return Treadle.moveOnAfter(
              limit, () -> new Http1Connection(route, stream(route), MessageLimits.DEFAULT))
          .orElseThrow(() ->
              new HttpException.TimedOut(
                  "expected a connection to %s within %s".formatted(route, limit),
                  Phase.CONNECT,
                  limit));
    } catch (HttpException ours) {
      throw ours;
    } catch (IOException failure) {
      throw new HttpException.ConnectFailed(
          "expected a connection to %s: %s".formatted(route, failure.getMessage()), failure);
    }
  }

  /// Opens the bytes that a connection is made of.
  ByteStream stream(Route route) throws IOException {
    var proxy = route.proxy();
    var stream = proxy == null ? direct(route) : through(proxy, route);
    return stream;
  }

  private ByteStream direct(Route route) throws IOException {
    Path path = route.path();
    return path == null ? Tcp.connect(route.name(), route.port(), dns) : UnixSocket.connect(path);
  }

  private ByteStream through(Proxy proxy, Route route) throws IOException {
    var stream = Tcp.connect(proxy.host(), proxy.port(), dns);
    if (route.isForwarded()) {
      return stream;
    }
    boolean done = false;
    try {
      switch (proxy.kind()) {
        case HTTP -> HttpTunnel.open(stream, proxy, route);
        case SOCKS5 -> Socks5.open(stream, proxy, route);
      }
      done = true;
      return stream;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }
}
