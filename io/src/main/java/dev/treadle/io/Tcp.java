package dev.treadle.io;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Streams over TCP, by name or address, to connect to and to listen on.
///
/// {@snippet class=dev.treadle.io.TcpSnippets region=connect lang=java}
///
/// What is written is sent at once (`TCP_NODELAY`): collect small pieces in a [ByteWriter].
public final class Tcp {

  private static final int MAX_PORT = 0xFFFF;

  private Tcp() {}

  /// Connects to a host, by whichever of its addresses answers first.
  ///
  /// The name is looked up by [Dns#system()]. If it has several addresses they are tried as RFC
  /// 8305 ("happy eyeballs") says: families take turns, and the next attempt begins 250 ms after
  /// the one before, or as soon as that has failed. The first that is established wins, and the
  /// others are given up and closed.
  ///
  /// @param host a name, or an address literal such as `192.0.2.1` or `::1`
  /// @param port 1 to 65,535
  /// @throws UnknownHostException if the name has no address
  /// @throws ConnectException if no address let us in; the others' failures are suppressed
  /// @throws IllegalArgumentException if there is no such port
  /// @throws Cancelled if it was cancelled; nothing stays open
  public static ByteStream connect(String host, int port) throws IOException {
    return connect(host, port, Dns.system());
  }

  /// Connects to a host whose addresses a certain [Dns] knows; otherwise as [#connect(String,
  /// int)].
  ///
  /// @throws UnknownHostException if the name has no address
  /// @throws ConnectException if no address let us in; the others' failures are suppressed
  /// @throws IllegalArgumentException if there is no such port
  /// @throws Cancelled if it was cancelled; nothing stays open
  public static ByteStream connect(String host, int port, Dns dns) throws IOException {
    requirePort(port, 1);
    return HappyEyeballs.connect(host, port, dns.resolve(host));
  }

  /// Connects to an address.
  ///
  /// @throws ConnectException if nobody listens there, or nobody answers
  /// @throws Cancelled if it was cancelled; nothing stays open
  public static ByteStream connect(InetSocketAddress address) throws IOException {
    return Sockets.connect(Objects.requireNonNull(address, "address"));
  }

  /// Listens on a port of this machine, for connections from this machine only: on the loopback
  /// address.
  ///
  /// @param port 0 to 65,535; 0 asks for a free one, see [Listener#port()]
  /// @throws java.net.BindException if the port is in use
  /// @throws IllegalArgumentException if there is no such port
  public static Listener listen(int port) throws IOException {
    requirePort(port, 0);
    return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Listens on an address of this machine. For connections from everywhere give it `new
  /// InetSocketAddress(port)`.
  ///
  /// @throws java.net.BindException if the address is in use, or not one of this machine's
  public static Listener listen(InetSocketAddress address) throws IOException {
    return listen(address, settings -> settings);
  }

  /// Listens on an address of this machine with other settings.
  ///
  /// @throws java.net.BindException if the address is in use, or not one of this machine's
  public static Listener listen(InetSocketAddress address, UnaryOperator<ListenSettings> settings)
      throws IOException {
    return Sockets.listen(Objects.requireNonNull(address, "address"), settings);
  }

  private static void requirePort(int port, int least) {
    if (port < least || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "port: expected %d to %d, found %d".formatted(least, MAX_PORT, port));
    }
  }
}
