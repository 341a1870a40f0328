package dev.treadle.test.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Names and addresses as one host sees them: the network's hosts, and itself as `localhost`.
final class Names {

  static final InetAddress LOOPBACK = address("localhost", 127, 0, 0, 1);

  private final SimHost host;

  Names(SimHost host) {
    this.host = host;
  }

  static InetAddress address(String name, int... bytes) {
    var raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(name, raw);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  InetAddress resolve(String name) throws UnknownHostException {
    if (name.toLowerCase(Locale.ROOT).equals("localhost")) {
      return LOOPBACK;
    }
    var found = host.net().find(name);
    if (found != null) {
      return found.address();
    }
    try {
      return InetAddress.ofLiteral(name);
    } catch (IllegalArgumentException _) {
      throw new UnknownHostException(
          "unknown host '" + name + "': this network has " + host.net().hostNames());
    }
  }

  /// Returns the address with its host name resolved.
  InetSocketAddress resolve(SocketAddress address) throws IOException {
    if (!(address instanceof InetSocketAddress inet)) {
      throw new IOException(
          "unsupported address: expected an InetSocketAddress, was " + describeKind(address));
    }
    return inet.isUnresolved()
        ? new InetSocketAddress(resolve(inet.getHostString()), inet.getPort())
        : inet;
  }

  static String describeKind(SocketAddress address) {
    return address.getClass().getSimpleName() + " " + address;
  }

  /// Returns the host that an address leads to from here, `null` if it is nobody's.
  @Nullable SimHost hostAt(InetSocketAddress address) {
    return owns(address.getAddress()) ? host : host.net().find(address.getAddress());
  }

  boolean owns(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.equals(host.address());
  }

  /// Returns the address that what goes to a target comes from.
  InetSocketAddress sourceFor(InetSocketAddress target, int port) {
    var address = target.getAddress();
    boolean local = address.isLoopbackAddress() || address.isAnyLocalAddress();
    return new InetSocketAddress(local ? LOOPBACK : host.address(), port);
  }
}
