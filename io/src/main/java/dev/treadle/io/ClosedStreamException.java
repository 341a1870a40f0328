package dev.treadle.io;

import java.nio.channels.ClosedChannelException;

/// This end of a stream is closed: what the JDK says by a type, with a message.
final class ClosedStreamException extends ClosedChannelException {

  private static final long serialVersionUID = 1;

  private final String message;

  ClosedStreamException() {
    this("this end of the stream is closed");
  }

  private ClosedStreamException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
