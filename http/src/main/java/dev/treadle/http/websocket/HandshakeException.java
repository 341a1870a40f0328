package dev.treadle.http.websocket;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.io.IOException;

/// Says that the handshake of a WebSocket came to nothing.
///
/// To a server it also says what to answer; to a client, what the answer was.
public final class HandshakeException extends IOException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Headers headers;

  HandshakeException(Status status, Headers headers, String message) {
    super(message);
    this.status = status.code();
    this.headers = headers;
  }

  static HandshakeException badRequest(String message) {
    return new HandshakeException(Status.BAD_REQUEST, Headers.empty(), message);
  }

  /// Returns, to a server, the status to answer with: 400, or 426 if the client speaks another
  /// version or does not ask for a WebSocket; to a client, the status of the answer.
  public Status status() {
    return Status.of(status);
  }

  /// Returns, to a server, the fields to answer with; to a client, those of the answer.
  public Headers headers() {
    return headers == null ? Headers.empty() : headers;
  }
}
