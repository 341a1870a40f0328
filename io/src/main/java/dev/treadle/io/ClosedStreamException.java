package dev.treadle.io;

import java.nio.channels.ClosedChannelException;

/// This end of a stream is closed: what the JDK says by a type, with a message.
final class ClosedStreamException extends ClosedChannelException {

  private static final long serialVersionUID = 1;

  @Override
  public String getMessage() {
    return "this end of the stream is closed";
  }
}
