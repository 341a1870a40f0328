package dev.treadle.http;

import java.io.IOException;

/// Says that what the other end sent is no HTTP, or more of it than is allowed.
///
/// Nothing that comes after it on the connection can be trusted: a server answers with [#status()]
/// and closes, a client closes.
public final class HttpParseException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /// Says what is wrong.
  ///
  /// @param status what a server should answer, such as 400, 413, 414, 431, 501 or 505
  /// @param message what was expected and what came
  public HttpParseException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// Returns the status code that a server should answer.
  public int status() {
    return status;
  }
}
