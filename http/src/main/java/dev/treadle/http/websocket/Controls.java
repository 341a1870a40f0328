package dev.treadle.http.websocket;

/// Who is told of control frames as they come. Nothing here waits.
interface Controls {

  void ping(byte[] payload);

  void pong(byte[] payload);

  /// The peer's close frame; nothing comes after it.
  void close(int code, String reason);
}
