package dev.treadle.http.websocket;

import dev.treadle.http.websocket.WebSocketClosedException.By;
import org.jspecify.annotations.Nullable;

/// How a WebSocket came to its end.
///
/// @param code of the close frame, or [CloseCode#ABNORMAL]
record End(By by, int code, String reason, @Nullable Throwable cause) {

  static End byPeer(int code, String reason) {
    return new End(By.PEER, code, reason, null);
  }

  static End bySelf(int code, String reason) {
    return new End(By.SELF, code, reason, null);
  }

  static End broken(String reason, @Nullable Throwable cause) {
    return new End(By.NOBODY, CloseCode.ABNORMAL, reason, cause);
  }

  boolean isOrderly() {
    return CloseCode.isOrderly(code);
  }

  /// Makes a new exception for each who is told, with the stack of that one.
  WebSocketClosedException toException() {
    return new WebSocketClosedException(by, code, reason, cause);
  }
}
