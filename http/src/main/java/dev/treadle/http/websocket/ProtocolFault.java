package dev.treadle.http.websocket;

/// The peer did what it must not do, so that the WebSocket has to fail (RFC 6455, 7.1.7).
final class ProtocolFault extends Exception {

  private static final long serialVersionUID = 1;

  private final int code;

  ProtocolFault(int code, String message) {
    super(message);
    this.code = code;
  }

  static ProtocolFault protocol(String message) {
    return new ProtocolFault(CloseCode.PROTOCOL_ERROR, message);
  }

  static ProtocolFault data(String message) {
    return new ProtocolFault(CloseCode.INVALID_DATA, message);
  }

  static ProtocolFault tooBig(String message) {
    return new ProtocolFault(CloseCode.TOO_BIG, message);
  }

  /// What the close frame says.
  int code() {
    return code;
  }

  /// What the close frame says beside its code.
  String reason() {
    return String.valueOf(getMessage());
  }
}
