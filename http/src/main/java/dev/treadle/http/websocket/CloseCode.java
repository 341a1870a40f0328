package dev.treadle.http.websocket;

/// Why a WebSocket was closed, as a number (RFC 6455, 7.4, and IANA's registry).
///
/// 3000 to 3999 are registered for libraries and frameworks, 4000 to 4999 are yours.
public final class CloseCode {

  /// Its purpose is fulfilled.
  public static final int NORMAL = 1000;

  /// The server goes down, or a browser leaves the page.
  public static final int GOING_AWAY = 1001;

  /// A frame broke the protocol's rules.
  public static final int PROTOCOL_ERROR = 1002;

  /// A kind of message that the receiver cannot use, such as binary where it expects text.
  public static final int UNSUPPORTED_DATA = 1003;

  /// The peer gave no code. Never sent.
  public static final int NO_STATUS = 1005;

  /// The connection ended without a close frame. Never sent.
  public static final int ABNORMAL = 1006;

  /// A text was not UTF-8, or compressed data could not be decompressed.
  public static final int INVALID_DATA = 1007;

  /// Against the receiver's rules, for which no other code fits.
  public static final int POLICY_VIOLATION = 1008;

  /// A message or a frame was longer than the receiver allows.
  public static final int TOO_BIG = 1009;

  /// The client misses an extension that the server did not agree to.
  public static final int EXTENSION_MISSING = 1010;

  /// The sender met an error that has nothing to do with the peer.
  public static final int INTERNAL_ERROR = 1011;

  /// The service is restarted; come back.
  public static final int SERVICE_RESTART = 1012;

  /// The service has too much to do; come back later.
  public static final int TRY_AGAIN_LATER = 1013;

  private CloseCode() {}

  /// Returns whether a code may be in a close frame: 1000 to 1003, 1007 to 1014, 3000 to 4999.
  public static boolean isSendable(int code) {
    return (code >= NORMAL && code <= UNSUPPORTED_DATA)
        || (code >= INVALID_DATA && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  /// Returns whether a code is one of an orderly end: 1000, 1001, or none given.
  static boolean isOrderly(int code) {
    return code == NORMAL || code == GOING_AWAY || code == NO_STATUS;
  }
}
