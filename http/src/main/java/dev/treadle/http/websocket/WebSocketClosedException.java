package dev.treadle.http.websocket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Says that a WebSocket is at its end, and why.
///
/// For an orderly end by the peer it is the ordinary way out of a loop around
/// [WebSocket#receive()]; [WebSocket#messages()] turns that one into the end of the flow.
public final class WebSocketClosedException extends IOException {

  private static final long serialVersionUID = 1;

  private final By by;
  private final int code;
  private final String reason;

  /// Who ended a WebSocket.
  public enum By {
    /// The peer sent a close frame first.
    PEER,

    /// This end closed it, or failed it because the peer broke the rules.
    SELF,

    /// Nobody: the connection broke, or the peer does not answer.
    NOBODY
  }

  WebSocketClosedException(By by, int code, String reason, @Nullable Throwable cause) {
    super(message(by, code, reason), cause);
    this.by = by;
    this.code = code;
    this.reason = reason;
  }

  private static String message(By by, int code, String reason) {
    var said = reason.isEmpty() ? String.valueOf(code) : code + ", " + reason;
    return switch (by) {
      case PEER -> "the peer closed the WebSocket: " + said;
      case SELF -> "the WebSocket was closed by this end: " + said;
      case NOBODY -> "the WebSocket broke: " + reason;
    };
  }

  /// Returns who ended it.
  public By by() {
    return by;
  }

  /// Returns the code of the close frame that came first, [CloseCode#NO_STATUS] if it had none, or
  /// [CloseCode#ABNORMAL] if there was no close frame.
  public int code() {
    return code;
  }

  /// Returns the reason given with the code, which may be empty; what broke, if there was no close
  /// frame.
  public String reason() {
    return reason;
  }

  /// Returns whether it was closed with 1000, 1001 or no code at all.
  public boolean isOrderly() {
    return CloseCode.isOrderly(code);
  }
}
