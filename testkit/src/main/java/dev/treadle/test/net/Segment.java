package dev.treadle.test.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// What travels along one direction of a connection.
sealed interface Segment {

  /// Part of the stream.
  record Bytes(ByteBuffer bytes) implements Segment {}

  /// The answer to [Signal#CONNECT] that there will be no connection.
  record Refused(Supplier<IOException> why) implements Segment {}

  /// What needs no words.
  enum Signal implements Segment {
    /// Asks for a connection.
    CONNECT,
    /// Grants it.
    ACCEPTED,
    /// No more bytes will come.
    END,
    /// The connection is no more, and what was not read is lost.
    RESET
  }

  /// How much of the bandwidth it takes.
  default int size() {
    return this instanceof Bytes(var bytes) ? bytes.remaining() : 0;
  }
}
