package dev.treadle.io;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The PROXY protocol's header of version 1: a line such as `PROXY TCP4 192.0.2.1 198.51.100.1
/// 56324 443`, which says an address in one way only.
final class ProxyText {

  private static final String UNKNOWN = "PROXY UNKNOWN";

  private static final Pattern LINE =
      Pattern.compile("PROXY (TCP[46]) ([^ ]+) ([^ ]+) ([^ ]+) ([^ ]+)");

  /// No leading zeros: some take these for octal.
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

  private static final Pattern ADDRESS4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  /// With dots only as HAProxy writes a client of IPv4 that came in over IPv6.
  private static final Pattern ADDRESS6 =
      Pattern.compile("[0-9A-Fa-f:]{2,39}|::[Ff]{4}:" + ADDRESS4);

  private ProxyText() {}

  /// Reads a line without its end.
  static ProxyHeader parse(String line) throws ProxyProtocolException {
    if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
      return new ProxyHeader(1, null, null, List.of());
    }
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new ProxyProtocolException(
          "expected 'PROXY TCP4|TCP6 source destination port port', found " + quoted(line));
    }
    boolean six = parts.group(1).equals("TCP6");
    return new ProxyHeader(
        1,
        address(six, parts.group(2), parts.group(4)),
        address(six, parts.group(3), parts.group(5)),
        List.of());
  }

  private static InetSocketAddress address(boolean six, String address, String port)
      throws ProxyProtocolException {
    int number = NUMBER.matcher(port).matches() ? Integer.parseInt(port) : -1;
    if (number < 0 || number > 0xffff) {
      throw new ProxyProtocolException("expected a port from 0 to 65535, found " + quoted(port));
    }
    if (!(six ? ADDRESS6 : ADDRESS4).matcher(address).matches()) {
      throw notAnAddress(six, address);
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), number);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(six, address);
    }
  }

  private static ProxyProtocolException notAnAddress(boolean six, String address) {
    return new ProxyProtocolException(
        "expected an address of IPv%d, found %s".formatted(six ? 6 : 4, quoted(address)));
  }

  /// Returns what is to be shown of what a stranger sent.
  private static String quoted(String text) {
    return "'" + text.replaceAll("[^ -~]", ".") + "'";
  }

  /// Returns a line with its end.
  static String format(ProxyHeader header) {
    if (header.source() == null) {
      return UNKNOWN + "\r\n";
    }
    var source = internet(header.source());
    var destination = internet(header.destination());
    boolean six = isSix(source) || isSix(destination);
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(
            six ? "TCP6" : "TCP4",
            text(source, six),
            text(destination, six),
            source.getPort(),
            destination.getPort());
  }

  static InetSocketAddress internet(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
      return internet;
    }
    throw new IllegalArgumentException(
        "expected an internet address with a number, found " + address);
  }

  static boolean isSix(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address;
  }

  private static String text(InetSocketAddress address, boolean six) {
    if (address.getAddress() instanceof Inet4Address four) {
      var text = four.getHostAddress();
      return six ? "::ffff:" + hex(four.getAddress()) : text;
    }
    var text = address.getAddress().getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static String hex(byte[] four) {
    return "%x:%x"
        .formatted(
            ((four[0] & 0xff) << 8) | (four[1] & 0xff), ((four[2] & 0xff) << 8) | (four[3] & 0xff));
  }
}
