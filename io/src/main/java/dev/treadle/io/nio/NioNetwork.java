package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/// The network of the machine.
///
/// Every channel is non-blocking, so an interrupt finds no thread inside it that it could close it
/// for. Who has to wait is woken by a [Poller].
public final class NioNetwork implements Network {

  /// Called once, by whoever looks for a provider.
  public NioNetwork() {}

  @Override
  public Connection connect(SocketAddress remote) throws IOException {
    var to = usable(remote);
    var channel =
        to instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    return opened(
        channel,
        () -> {
          // It may be there at once; who asks is told by `finishConnect`.
          boolean _ = channel.connect(to);
          return NioConnection.of(channel);
        });
  }

  @Override
  public Listener listen(SocketAddress local, int backlog) throws IOException {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, was " + backlog);
    }
    var at = usable(local);
    boolean isPath = at instanceof UnixDomainSocketAddress;
    var channel =
        isPath
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
    return opened(
        channel,
        () -> {
          channel.bind(at, backlog);
          return new NioListener(channel);
        });
  }

  @Override
  public Datagrams bind(SocketAddress local) throws IOException {
    var at = internet(local);
    var channel = DatagramChannel.open();
    return opened(
        channel,
        () -> {
          channel.bind(at);
          return new NioDatagrams(channel);
        });
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  private static SocketAddress usable(SocketAddress address) throws IOException {
    return switch (address) {
      case InetSocketAddress internet when internet.isUnresolved() ->
          throw new UnknownHostException(
              "expected an address, got the name '"
                  + internet.getHostString()
                  + "' that was not resolved");
      case InetSocketAddress internet -> internet;
      case UnixDomainSocketAddress path -> path;
      default ->
          throw new IOException(
              "expected an internet or a Unix domain address, got " + address.getClass().getName());
    };
  }

  /// Returns an address that datagrams can come from or go to.
  static InetSocketAddress internet(SocketAddress address) throws IOException {
    if (usable(address) instanceof InetSocketAddress internet) {
      return internet;
    }
    throw new IOException("expected an internet address for datagrams, got " + address);
  }

  private interface Opening<E> {
    E run() throws IOException;
  }

  /// Nothing stays open if it fails.
  private static <E> E opened(SelectableChannel channel, Opening<E> opening) throws IOException {
    try {
      channel.configureBlocking(false);
      return opening.run();
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /// Returns the address a channel is bound to.
  static SocketAddress bound(NetworkChannel channel) throws IOException {
    var address = channel.getLocalAddress();
    if (address == null) {
      throw new IOException("the socket is not bound");
    }
    return address;
  }
}
