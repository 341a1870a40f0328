package dev.treadle.http.server;

import dev.treadle.http.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Content as it is: so long as was announced, or up to the end of the connection.
final class PlainSink implements BodySink {

  private final Output output;
  private final long length;
  private long written;

  /// @param length how much was announced, or [Content#UNKNOWN]
  PlainSink(Output output, long length) {
    this.output = output;
    this.length = length;
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    written += piece.remaining();
    if (length != Content.UNKNOWN && written > length) {
      throw new IllegalStateException(
          "expected content of %d bytes, as was announced, found %d or more"
              .formatted(length, written));
    }
    output.write(piece);
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  @Override
  public void finish(Headers trailers) {
    if (length != Content.UNKNOWN && written < length) {
      throw new IllegalStateException(
          "expected content of %d bytes, as was announced, found %d".formatted(length, written));
    }
  }
}
