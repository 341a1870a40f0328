package dev.treadle.io;

import dev.treadle.seam.Network;
import dev.treadle.seam.World;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.UnaryOperator;

/// What TCP and Unix sockets have in common.
final class Sockets {

  private Sockets() {}

  /// Connects, or leaves nothing open.
  static ByteStream connect(SocketAddress address) throws IOException {
    try {
      var connection = World.current().network().connect(address);
      var stream = new SocketStream(connection);
      try {
        stream.awaitConnected();
        return stream;
      } catch (Throwable failure) {
        connection.close();
        throw failure;
      }
    } catch (ConnectException failure) {
      throw named(new ConnectException(inWords("connect to", address, failure)), failure);
    }
  }

  static Listener listen(SocketAddress address, UnaryOperator<ListenSettings> settings)
      throws IOException {
    var chosen = settings.apply(ListenSettings.defaults());
    try {
      return new Listener(World.current().network().listen(address, chosen.backlog()), chosen);
    } catch (BindException failure) {
      throw named(new BindException(inWords("listen on", address, failure)), failure);
    }
  }

  static Network.Datagrams datagrams(InetSocketAddress address) throws IOException {
    try {
      return World.current().network().bind(address);
    } catch (BindException failure) {
      throw named(new BindException(inWords("receive datagrams at", address, failure)), failure);
    }
  }

  /// The system says why, but not where.
  private static String inWords(String what, SocketAddress address, IOException failure) {
    return "could not %s %s: %s".formatted(what, Addresses.describe(address), failure.getMessage());
  }

  private static <E extends IOException> E named(E named, IOException failure) {
    named.initCause(failure);
    return named;
  }
}
