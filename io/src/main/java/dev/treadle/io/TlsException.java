package dev.treadle.io;

import java.io.IOException;

/// TLS came to nothing, or came to an end: the two ends have no version or protocol in common, one
/// does not trust the other, or what arrived was not what it should be.
///
/// The message says which, in words that name what would have to be changed; the cause is what the
/// JDK says.
public final class TlsException extends IOException {

  private static final long serialVersionUID = 1;

  /// Says what went wrong.
  ///
  /// @param message what went wrong, in plain words
  /// @param cause what the JDK says
  public TlsException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Says what went wrong.
  ///
  /// @param message what went wrong, in plain words
  public TlsException(String message) {
    super(message);
  }
}
