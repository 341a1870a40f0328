package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The network seen from one host.
final class HostNetwork implements Network {

  private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private final SimHost host;

  HostNetwork(SimHost host) {
    this.host = host;
  }

  @Override
  public Connection connect(SocketAddress remote) throws IOException {
    return connect(null, remote, this);
  }

  /// Connects from a local address that may have been bound by `owner` before.
  SimConnection connect(@Nullable InetSocketAddress local, SocketAddress remote, Object owner)
      throws IOException {
    try (var _ = host.net().lock().hold()) {
      host.requireUp();
      if (remote instanceof UnixDomainSocketAddress) {
        return SimConnection.begin(host, UNNAMED, host, remote);
      }
      return connect(local, host.names().resolve(remote), owner);
    }
  }

  private SimConnection connect(
      @Nullable InetSocketAddress local, InetSocketAddress remote, Object owner)
      throws IOException {
    var wanted = host.names().sourceFor(remote, local == null ? 0 : local.getPort());
    var bound = host.streams().claim(wanted, owner);
    var target = host.names().hostAt(remote);
    var connection =
        target == null
            ? SimConnection.astray(host, bound, remote, () -> noRoute(remote))
            : SimConnection.begin(host, bound, target, concrete(remote, target));
    host.streams().pass(bound, connection);
    return connection;
  }

  private NoRouteToHostException noRoute(InetSocketAddress remote) {
    return new NoRouteToHostException(
        "no route to " + remote + ": this network has " + host.net().hostNames());
  }

  // The other end must know itself by an address of its own, not by the wildcard.
  private static InetSocketAddress concrete(InetSocketAddress remote, SimHost target) {
    if (remote.getAddress().equals(target.address())) {
      return new InetSocketAddress(target.address(), remote.getPort());
    }
    return new InetSocketAddress(Names.LOOPBACK, remote.getPort());
  }

  @Override
  public Listener listen(SocketAddress local, int backlog) throws IOException {
    return listen(local, backlog, new Object());
  }

  /// Listens on an address that may have been bound by `owner` before.
  SimListener listen(SocketAddress local, int backlog, Object owner) throws IOException {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, was " + backlog);
    }
    try (var _ = host.net().lock().hold()) {
      host.requireUp();
      var bound = claim(local, owner);
      var listener = new SimListener(host, bound, backlog);
      host.streams().pass(bound, listener);
      listener.opened();
      return listener;
    }
  }

  private SocketAddress claim(SocketAddress local, Object owner) throws IOException {
    if (local instanceof UnixDomainSocketAddress unix) {
      host.streams().claim(unix, owner);
      return unix;
    }
    return host.streams().claim(host.names().resolve(local), owner);
  }

  @Override
  public Datagrams bind(SocketAddress local) throws IOException {
    try (var _ = host.net().lock().hold()) {
      host.requireUp();
      var bound = host.datagrams().claim(host.names().resolve(local), this);
      var socket = new SimDatagrams(host, bound);
      host.datagrams().pass(bound, socket);
      socket.opened();
      return socket;
    }
  }

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    try (var _ = host.net().lock().hold()) {
      return List.of(host.names().resolve(name));
    }
  }

  /// Answers a request for a connection: `null`, or why not.
  static @Nullable ConnectException admit(SimHost host, SimConnection connection) {
    var where = host.net().describe(host, connection.local());
    if (!host.isUp()) {
      return new ConnectException("connection refused: host '" + host.name() + "' is down");
    }
    if (!(host.streams().owner(connection.local()) instanceof SimListener listener)
        || !covers(listener.local(), connection.local())) {
      return new ConnectException("connection refused: nobody listens on " + where);
    }
    if (!listener.admit(connection)) {
      return new ConnectException(
          "connection refused: "
              + listener.backlog()
              + " connections wait to be accepted on "
              + where
              + " already");
    }
    return null;
  }

  /// Returns whether what is addressed to `target` belongs to who is bound to `bound`, ports being
  /// equal.
  static boolean covers(SocketAddress bound, SocketAddress target) {
    return !(bound instanceof InetSocketAddress own)
        || !(target instanceof InetSocketAddress wanted)
        || own.getAddress().isAnyLocalAddress()
        || own.getAddress().equals(wanted.getAddress());
  }
}
