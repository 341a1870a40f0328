package dev.treadle.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/// Addresses as people write them.
final class Addresses {

  private Addresses() {}

  /// Asks for an address.
  interface Source {
    SocketAddress address() throws IOException;
  }

  /// Puts an address into words, whatever state its socket is in.
  static String describe(Source source) {
    try {
      return describe(source.address());
    } catch (IOException | RuntimeException unknown) {
      return "an address that is not known any more";
    }
  }

  static String describe(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress internet when internet.getAddress() == null ->
          internet.getHostString() + ":" + internet.getPort();
      case InetSocketAddress internet -> literal(internet) + ":" + internet.getPort();
      case UnixDomainSocketAddress path when path.getPath().toString().isEmpty() ->
          "a Unix socket without a path";
      case UnixDomainSocketAddress path -> path.getPath().toString();
      default -> address.toString();
    };
  }

  /// RFC 3986, 3.2.2: an IPv6 address before a port is written in brackets.
  private static String literal(InetSocketAddress internet) {
    var text = internet.getAddress().getHostAddress();
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }
}
