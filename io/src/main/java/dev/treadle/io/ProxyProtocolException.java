package dev.treadle.io;

import java.io.IOException;

/// What should have begun with a PROXY protocol header did not, or with one that is not as the
/// specification says. The stream is of no use any more.
public final class ProxyProtocolException extends IOException {

  private static final long serialVersionUID = 1;

  /// Says what is wrong with it.
  ///
  /// @param message what was expected and what came
  public ProxyProtocolException(String message) {
    super(message);
  }
}
