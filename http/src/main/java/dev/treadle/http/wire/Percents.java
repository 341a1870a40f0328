package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;

/// Percent-encoded octets in bytes (RFC 3986 section 2.1).
final class Percents {

  private Percents() {}

  /// Checks the one that starts there.
  static void check(byte[] bytes, int at, int to) throws HttpParseException {
    if (to - at < 3 || Octets.hex(bytes[at + 1]) < 0 || Octets.hex(bytes[at + 2]) < 0) {
      throw HeadParser.malformed(
          "expected two hexadecimal digits behind '%', found something else");
    }
  }

  /// Checks all of them.
  static void checkAll(byte[] bytes, int from, int to) throws HttpParseException {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '%') {
        check(bytes, at, to);
      }
    }
  }
}
