package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;

/// `HTTP/1.1` and its kin (RFC 9112 section 2.3).
final class Version {

  static final int LENGTH = 8;

  private static final String FORM = "HTTP/9.9";

  private Version() {}

  /// Checks one of its bytes.
  static void check(byte b, int index) throws HttpParseException {
    char expected = FORM.charAt(index);
    boolean fits = expected == '9' ? b >= '0' && b <= '9' : b == expected;
    if (!fits) {
      throw HeadParser.malformed("expected a version such as HTTP/1.1, found " + Octets.shown(b));
    }
  }

  /// The minor version, 0 or 1, of bytes that were checked. Whatever comes after 1.1 keeps to its
  /// rules.
  static int minor(byte[] bytes, int from) throws HttpParseException {
    if (bytes[from + 5] != '1') {
      throw new HttpParseException(
          505, "expected HTTP/1.1 or HTTP/1.0, found HTTP/%c".formatted((char) bytes[from + 5]));
    }
    return bytes[from + 7] == '0' ? 0 : 1;
  }
}
