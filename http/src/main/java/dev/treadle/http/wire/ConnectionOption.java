package dev.treadle.http.wire;

/// What a head says becomes of its connection (RFC 9110 section 7.6.1).
public enum ConnectionOption {
  /// Nothing, which in HTTP/1.1 means that it may be used again.
  UNSAID(""),
  /// It is closed after this message.
  CLOSE("Connection: close\r\n"),
  /// It may be used again; needs to be said to HTTP/1.0 only.
  KEEP_ALIVE("Connection: keep-alive\r\n"),
  /// It speaks what `Upgrade` says from here on, or could.
  UPGRADE("Connection: upgrade\r\n");

  final String line;

  ConnectionOption(String line) {
    this.line = line;
  }
}
