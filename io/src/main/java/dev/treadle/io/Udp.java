package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/// A socket for datagrams: messages that arrive whole or not at all, and perhaps in another order.
///
/// {@snippet class=dev.treadle.io.UdpSnippets region=echo lang=java}
///
/// One task may receive while others send.
public final class Udp implements AutoCloseable {

  /// There is nothing that would tell of room, which comes within microseconds.
  private static final Duration UNTIL_ROOM = Duration.ofMillis(1);

  private final Network.Datagrams socket;
  private final Waits receivable;
  private final String at;

  Udp(Network.Datagrams socket) {
    this.socket = socket;
    this.at = Addresses.describe(socket::localAddress);
    this.receivable = new Waits("a datagram at " + at, socket::onReadable);
  }

  /// Opens a socket at an address of this machine; port 0 asks for a free one.
  ///
  /// @throws java.net.BindException if the address is in use, or not one of this machine's
  public static Udp open(InetSocketAddress local) throws IOException {
    return new Udp(Sockets.datagrams(Objects.requireNonNull(local, "local")));
  }

  /// Sends what remains in a buffer as one datagram. That it returns does not say that it arrives.
  ///
  /// @throws IOException if it is larger than the network carries, or cannot go to such an address
  /// @throws java.nio.channels.ClosedChannelException if this is closed
  /// @throws Cancelled if it was cancelled; nothing was sent then
  public void send(ByteBuffer datagram, SocketAddress to) throws IOException {
    Waiter.checkCancelled();
    while (!socket.send(datagram, to)) {
      Treadle.sleep(UNTIL_ROOM);
    }
  }

  /// Waits for the next datagram, moves it into a buffer, and returns its sender. What does not fit
  /// is lost: 65,507 bytes are enough for any.
  ///
  /// @throws java.nio.channels.ClosedChannelException if this is closed, also while it waits
  /// @throws IllegalStateException if another task receives here
  /// @throws Cancelled if it was cancelled; no datagram is lost
  public SocketAddress receive(ByteBuffer into) throws IOException {
    Waiter.checkCancelled();
    while (true) {
      var sender = socket.receive(into);
      if (sender != null) {
        return sender;
      }
      receivable.await();
    }
  }

  /// Returns the address of this socket, with its real port.
  ///
  /// @throws IOException if this is closed
  public SocketAddress address() throws IOException {
    return socket.localAddress();
  }

  /// Closes it and wakes whoever receives. Never waits, and closing again does nothing.
  ///
  /// @throws IOException if the system could not close it properly; it is released all the same
  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String toString() {
    return "datagrams at " + at;
  }
}
