package dev.treadle.test.net;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ports and paths of one host that are in use, and by whom. Guarded by the network's lock.
///
/// A port has one owner, whichever of the host's addresses it is bound to.
final class Bindings {

  private static final int FIRST_FREE = 49_152;
  private static final int LAST_FREE = 65_535;

  private final SimHost host;

  /// Only ever looked up, never iterated: its order is arbitrary.
  private final Map<Object, Object> owners = new HashMap<>();

  private int next = FIRST_FREE;

  Bindings(SimHost host) {
    this.host = host;
  }

  /// Binds an address, if its port is 0 with a free one, and returns it as bound.
  ///
  /// @param owner whose the address is from now on; may have it already
  InetSocketAddress claim(InetSocketAddress wanted, Object owner) throws BindException {
    if (!host.names().owns(wanted.getAddress())) {
      throw new BindException(
          "cannot bind "
              + wanted
              + " on host '"
              + host.name()
              + "': its addresses are "
              + host.address().getHostAddress()
              + " and 127.0.0.1");
    }
    var bound =
        wanted.getPort() == 0 ? new InetSocketAddress(wanted.getAddress(), freePort()) : wanted;
    put(bound, owner);
    return bound;
  }

  /// Binds a path.
  void claim(UnixDomainSocketAddress wanted, Object owner) throws BindException {
    if (wanted.getPath().toString().isEmpty()) {
      throw new BindException("cannot listen on a Unix-domain address without a path");
    }
    put(wanted, owner);
  }

  private void put(SocketAddress address, Object owner) throws BindException {
    var other = owners.putIfAbsent(key(address), owner);
    if (other != null && !other.equals(owner)) {
      throw new BindException(
          "address in use: "
              + host.net().describe(host, address)
              + " belongs to "
              + (other instanceof SimEndpoint endpoint ? endpoint.description() : other));
    }
  }

  private int freePort() throws BindException {
    for (int tried = FIRST_FREE; tried <= LAST_FREE; tried++) {
      int port = next;
      next = port == LAST_FREE ? FIRST_FREE : port + 1;
      if (!owners.containsKey(port)) {
        return port;
      }
    }
    throw new BindException(
        "no port left on host '"
            + host.name()
            + "': all of "
            + FIRST_FREE
            + ".."
            + LAST_FREE
            + " are in use");
  }

  /// Hands an address over to another owner.
  void pass(SocketAddress address, Object owner) {
    owners.put(key(address), owner);
  }

  @Nullable Object owner(SocketAddress address) {
    return owners.get(key(address));
  }

  /// Frees an address, if it is still this owner's.
  void release(SocketAddress address, Object owner) {
    owners.remove(key(address), owner);
  }

  void clear() {
    owners.clear();
  }

  private static Object key(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> inet.getPort();
      case UnixDomainSocketAddress unix -> unix.getPath().toString();
      default -> throw new IllegalStateException("an address nobody can bind: " + address);
    };
  }
}
