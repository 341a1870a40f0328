package dev.treadle.http.server;

import dev.treadle.http.Headers;
import dev.treadle.http.wire.ChunkedEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Content in chunks (RFC 9112 section 7.1). Small pieces share one, for which room is left before
/// it is known how long it gets; large ones go out at once.
final class ChunkedSink implements BodySink {

  private static final int NONE = -1;
  private static final int LARGE = 4 * 1024;

  /// Up to here a large piece is copied, so that it goes out in one write with the lines around it:
  /// a line that is sent alone costs as much as a piece.
  private static final int JOINED = 32 * 1024;

  private final Output output;

  /// Where in the output the line of the chunk that is being filled begins, or [#NONE].
  private int start = NONE;

  ChunkedSink(Output output) {
    this.output = output;
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      if (piece.remaining() >= LARGE) {
        writeLarge(piece);
      } else {
        collect(piece);
      }
    }
  }

  private void writeLarge(ByteBuffer piece) throws IOException {
    close();
    boolean joined = piece.remaining() <= JOINED;
    int room = joined ? piece.remaining() + ChunkedEncoder.END_SIZE : 0;
    output.require(ChunkedEncoder.BEGIN_SIZE + room);
    ChunkedEncoder.begin(output.buffer(), piece.remaining());
    output.write(piece);
    output.require(ChunkedEncoder.END_SIZE);
    ChunkedEncoder.end(output.buffer());
    if (joined) {
      output.flush();
    }
  }

  private void collect(ByteBuffer piece) throws IOException {
    if (start == NONE) {
      output.require(ChunkedEncoder.BEGIN_SIZE + ChunkedEncoder.END_SIZE + 1);
      start = output.buffer().position();
      output.buffer().position(start + ChunkedEncoder.BEGIN_SIZE);
    }
    var buffer = output.buffer();
    int count = Math.min(piece.remaining(), buffer.remaining() - ChunkedEncoder.END_SIZE);
    buffer.put(buffer.position(), piece, piece.position(), count);
    buffer.position(buffer.position() + count);
    piece.position(piece.position() + count);
    if (piece.hasRemaining()) {
      close();
      output.flush();
    }
  }

  private void close() {
    if (start != NONE) {
      var buffer = output.buffer();
      int size = buffer.position() - start - ChunkedEncoder.BEGIN_SIZE;
      if (size == 0) {
        buffer.position(start);
      } else {
        ChunkedEncoder.beginAt(buffer, start, size);
        ChunkedEncoder.end(buffer);
      }
      start = NONE;
    }
  }

  @Override
  public void flush() throws IOException {
    close();
    output.flush();
  }

  @Override
  public void finish(Headers trailers) throws IOException {
    close();
    output.require(ChunkedEncoder.finishSize(trailers));
    ChunkedEncoder.finish(output.buffer(), trailers);
  }
}
