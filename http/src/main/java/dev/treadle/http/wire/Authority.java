package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;

/// A host and perhaps a port, as in `Host` (RFC 9110 section 7.2). Of what RFC 3986 allows in
/// names, delimiters such as `,` and `;` are refused: no host has them, and not everybody reads
/// them alike.
final class Authority {

  private static final int MAX_PORT = 65_535;

  private Authority() {}

  static void check(byte[] bytes, int from, int to) throws HttpParseException {
    int end = bytes[from] == '[' ? literalEnd(bytes, from, to) : nameEnd(bytes, from, to);
    if (end == from) {
      throw HeadParser.malformed("expected a host before the port, found none");
    }
    if (end < to && bytes[end] != ':') {
      throw HeadParser.malformed("expected a host and a port, found " + Octets.shown(bytes[end]));
    }
    if (end < to - 1) {
      port(bytes, end + 1, to);
    }
  }

  static void checkWithPort(byte[] bytes, int from, int to) throws HttpParseException {
    check(bytes, from, to);
    if (bytes[to - 1] == ']' || port(bytes, portFrom(bytes, from, to), to) < 1) {
      throw HeadParser.malformed("expected a port from 1 to 65535 behind the host, found 0");
    }
  }

  private static int portFrom(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] != ':') {
      at--;
    }
    return at > from ? at : to;
  }

  private static long port(byte[] bytes, int from, int to) throws HttpParseException {
    long port = to - from > 5 ? -1 : Decimal.parse(bytes, from, to);
    if (port < 0 || port > MAX_PORT) {
      throw HeadParser.malformed("expected a port up to 65535, found something else");
    }
    return port;
  }

  private static int nameEnd(byte[] bytes, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && isName(bytes[at])) {
      if (bytes[at] == '%') {
        Percents.check(bytes, at, to);
      }
      at++;
    }
    return at;
  }

  private static boolean isName(byte b) {
    return Octets.isUnreserved(b) || b == '%';
  }

  private static int literalEnd(byte[] bytes, int from, int to) throws HttpParseException {
    int at = from + 1;
    while (at < to && (Octets.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
      at++;
    }
    if (at == to || bytes[at] != ']' || at < from + 3) {
      throw HeadParser.malformed(
          "expected an IPv6 address in brackets as host, found something else");
    }
    return at + 1;
  }
}
