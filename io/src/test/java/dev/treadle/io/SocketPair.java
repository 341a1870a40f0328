package dev.treadle.io;

import static dev.treadle.Treadle.gather;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Two ends of a connection of whatever network the caller lives in.
record SocketPair(ByteStream client, ByteStream server) implements AutoCloseable {

  static SocketPair open() throws IOException {
    try (var listener = Tcp.listen(0)) {
      return connected(listener, () -> Tcp.connect((InetSocketAddress) listener.address()));
    }
  }

  /// Connects to a listener, which accepts.
  static SocketPair connected(Listener listener, Connecting connecting) {
    return gather(connecting::connect, listener::accept, SocketPair::new);
  }

  interface Connecting {
    ByteStream connect() throws IOException;
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
