package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;

/// What the fields of a head say about the message as a whole, gathered while they are read: how
/// long its content is and what becomes of the connection.
final class Framing {

  private static final long NONE = -1;

  long contentLength;
  boolean chunked;
  boolean close;
  boolean keepAlive;
  boolean upgrade;

  void clear() {
    contentLength = NONE;
    chunked = false;
    close = false;
    keepAlive = false;
    upgrade = false;
  }

  boolean hasLength() {
    return contentLength != NONE;
  }

  /// Takes a field into account if it is one of those. Its length comes first: it is another for
  /// each.
  void field(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    int from = base + at.valueFrom;
    int to = base + at.valueTo;
    int length = at.nameLength();
    if (length == 14 && at.isNamed(bytes, base, "content-length")) {
      contentLength(bytes, from, to);
    } else if (length == 17 && at.isNamed(bytes, base, "transfer-encoding")) {
      transferEncoding(bytes, from, to);
    } else if (length == 10 && at.isNamed(bytes, base, "connection")) {
      connection(bytes, from, to);
    }
  }

  private void contentLength(byte[] bytes, int from, int to) throws HttpParseException {
    if (contentLength != NONE) {
      throw HeadParser.malformed("expected one Content-Length, found another");
    }
    contentLength = Decimal.parse(bytes, from, to);
    if (contentLength < 0) {
      throw HeadParser.malformed(
          "expected up to 18 digits as Content-Length, found something else");
    }
  }

  /// Only chunked is understood, alone and once. What does not end with it has no end (400); other
  /// codings before it nobody here can decode (501).
  private void transferEncoding(byte[] bytes, int from, int to) throws HttpParseException {
    if (chunked) {
      throw HeadParser.malformed("expected one Transfer-Encoding, found another");
    }
    if (Octets.equalsIgnoreCase(bytes, from, to, "chunked")) {
      chunked = true;
      return;
    }
    boolean last = endsWithChunked(bytes, from, to);
    throw last
        ? new HttpParseException(501, "expected 'chunked' as only transfer coding, found others")
        : HeadParser.malformed("expected 'chunked' as last transfer coding, found another");
  }

  private static boolean endsWithChunked(byte[] bytes, int from, int to) {
    int start = to - "chunked".length();
    if (start <= from || !Octets.equalsIgnoreCase(bytes, start, to, "chunked")) {
      return false;
    }
    byte before = bytes[start - 1];
    return before == ',' || Spaces.is(before);
  }

  /// Notes the options of `Connection` that mean something to everybody.
  private void connection(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && bytes[end] != ',') {
        end++;
      }
      option(bytes, at, end);
      at = end + 1;
    }
  }

  private void option(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Spaces.is(bytes[start])) {
      start++;
    }
    while (end > start && Spaces.is(bytes[end - 1])) {
      end--;
    }
    close |= Octets.equalsIgnoreCase(bytes, start, end, "close");
    keepAlive |= Octets.equalsIgnoreCase(bytes, start, end, "keep-alive");
    upgrade |= Octets.equalsIgnoreCase(bytes, start, end, "upgrade");
  }

  /// Refuses what two readers could understand in two ways (RFC 9112 sections 6.1 and 6.3).
  void check(int minorVersion) throws HttpParseException {
    if (chunked && hasLength()) {
      throw HeadParser.malformed("expected Content-Length or Transfer-Encoding, found both");
    }
    if (chunked && minorVersion == 0) {
      throw HeadParser.malformed("expected no Transfer-Encoding in HTTP/1.0, found one");
    }
  }

  /// Whether the connection may be used again (RFC 9112 section 9.3).
  boolean isPersistent(int minorVersion) {
    return !close && (minorVersion > 0 || keepAlive);
  }
}
