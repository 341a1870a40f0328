package dev.treadle.http.client;

import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Asks a SOCKS 5 proxy to connect to a host (RFC 1928), by its name, and logs in by name and
/// password if it wants that (RFC 1929).
final class Socks5 {

  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final ByteStream stream;
  private final ByteReader reader;
  private final Proxy proxy;

  private Socks5(ByteStream stream, Proxy proxy) {
    this.stream = stream;
    // One byte, so that nothing behind an answer is taken: that is the host's.
    this.reader = ByteReader.of(stream, 1);
    this.proxy = proxy;
  }

  static void open(ByteStream stream, Proxy proxy, Route route) throws IOException {
    var socks = new Socks5(stream, proxy);
    socks.greet();
    socks.connect(route);
  }

  private void greet() throws IOException {
    boolean canLogIn = proxy.user() != null;
    var methods =
        canLogIn ? new byte[] {VERSION, 2, NO_LOGIN, LOGIN} : new byte[] {VERSION, 1, NO_LOGIN};
    stream.write(ByteBuffer.wrap(methods));
    var answer = reader.readExactly(2);
    requireVersion(answer[0], VERSION);
    if (answer[1] == LOGIN && canLogIn) {
      logIn();
    } else if (answer[1] != NO_LOGIN) {
      throw refused("it takes no way to log in that is offered");
    }
  }

  private void logIn() throws IOException {
    var user = bytes("user", Objects.requireNonNull(proxy.user(), "user"));
    var secret = proxy.password();
    var password = bytes("password", secret == null ? "" : secret);
    var out = ByteBuffer.allocate(3 + user.length + password.length);
    out.put((byte) 1).put((byte) user.length).put(user);
    out.put((byte) password.length).put(password);
    stream.write(out.flip());
    if (reader.readExactly(2)[1] != 0) {
      throw refused("user or password is wrong");
    }
  }

  private void connect(Route route) throws IOException {
    var out = ByteBuffer.allocate(6 + 1 + 255);
    out.put((byte) VERSION).put((byte) CONNECT).put((byte) 0);
    address(out, route);
    out.putShort((short) route.port());
    stream.write(out.flip());
    var answer = reader.readExactly(4);
    requireVersion(answer[0], VERSION);
    if (answer[1] != 0) {
      throw refused(reason(answer[1]));
    }
    skipAddress(answer[3]);
  }

  private static void address(ByteBuffer out, Route route) throws IOException {
    var name = route.name();
    boolean literal = route.host().startsWith("[") || name.matches("[0-9.]+");
    if (literal) {
      var address = InetAddress.ofLiteral(name).getAddress();
      out.put((byte) (address.length == 4 ? IPV4 : IPV6)).put(address);
    } else {
      var bytes = bytes("host", name);
      out.put((byte) NAME).put((byte) bytes.length).put(bytes);
    }
  }

  /// Where the proxy itself has connected from; nobody needs it.
  private void skipAddress(int type) throws IOException {
    int length =
        switch (type) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> reader.readExactly(1)[0] & 0xFF;
          default -> throw refused("its answer has an address of the unknown type " + type);
        };
    reader.readExactly(length + 2);
  }

  private static byte[] bytes(String what, String text) throws HttpException.ConnectFailed {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw new HttpException.ConnectFailed(
          "expected a %s of up to 255 bytes for SOCKS5, found %d".formatted(what, bytes.length),
          null);
    }
    return bytes;
  }

  private void requireVersion(int found, int expected) throws HttpException.ConnectFailed {
    if (found != expected) {
      throw refused("it answers in another protocol, whose first byte is " + (found & 0xFF));
    }
  }

  private HttpException.ConnectFailed refused(String why) {
    return new HttpException.ConnectFailed(
        "expected %s to connect: %s".formatted(proxy, why), null);
  }

  private static String reason(int code) {
    return switch (code) {
      case 1 -> "it failed";
      case 2 -> "its rules do not allow it";
      case 3 -> "the network cannot be reached";
      case 4 -> "the host cannot be reached";
      case 5 -> "the host refuses";
      case 6 -> "it took too long";
      case 7 -> "it does not connect for others";
      case 8 -> "it knows no such address";
      default -> "it answers with the unknown code " + (code & 0xFF);
    };
  }
}
