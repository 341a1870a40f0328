package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ChunkedEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Puts the content of a request on a connection, as its head has promised it. Small pieces are
/// collected, large ones are not copied.
final class BodyWriter implements ContentSink {

  private static final int CHUNK_FRAME = ChunkedEncoder.BEGIN_SIZE + ChunkedEncoder.END_SIZE;

  private final Http1Connection connection;
  private final ByteBuffer out;
  private final boolean chunked;
  private final long length;
  private long written;

  /// Where in the buffer the chunk begins that is being collected; -1 if none is.
  private int chunk = -1;

  private @Nullable IOException failure;

  /// Whether nothing more will come; read by other tasks.
  private volatile boolean last;

  BodyWriter(Http1Connection connection, BodyFraming framing) {
    this.connection = connection;
    this.out = connection.out();
    this.chunked = framing.kind() == BodyFraming.Kind.CHUNKED;
    this.length = framing.length();
  }

  /// What the connection failed with; `null` if it has not, so that whatever was thrown is the
  /// content's own.
  @Nullable IOException failure() {
    return failure;
  }

  /// Whether everything is sent, or with the write that goes on it will be.
  boolean isLast() {
    return last;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    last = !chunked && written == length;
    if (!chunked && written > length) {
      throw new IllegalStateException(
          "content: expected %d bytes, as it said, found more".formatted(length));
    }
    if (!bytes.hasRemaining()) {
      return;
    }
    try {
      put(bytes);
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  private void put(ByteBuffer bytes) throws IOException {
    int frame = chunked && chunk < 0 ? CHUNK_FRAME : chunked ? ChunkedEncoder.END_SIZE : 0;
    if (bytes.remaining() + frame <= out.remaining()) {
      collect(bytes);
      return;
    }
    send();
    if (bytes.remaining() + CHUNK_FRAME <= out.remaining()) {
      collect(bytes);
    } else {
      putDirectly(bytes);
    }
  }

  private void collect(ByteBuffer bytes) {
    if (chunked && chunk < 0) {
      chunk = out.position();
      out.position(chunk + ChunkedEncoder.BEGIN_SIZE);
    }
    out.put(bytes);
  }

  private void putDirectly(ByteBuffer bytes) throws IOException {
    if (!chunked) {
      connection.write(bytes);
      return;
    }
    ChunkedEncoder.begin(out, bytes.remaining());
    connection.flush();
    connection.write(bytes);
    ChunkedEncoder.end(out);
  }

  private void endChunk() {
    if (chunk >= 0) {
      ChunkedEncoder.beginAt(out, chunk, out.position() - chunk - ChunkedEncoder.BEGIN_SIZE);
      ChunkedEncoder.end(out);
      chunk = -1;
    }
  }

  private void send() throws IOException {
    endChunk();
    connection.flush();
  }

  @Override
  public void flush() throws IOException {
    try {
      send();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  /// Writes the end and whatever was collected.
  ///
  /// @throws IllegalStateException if there was less than was promised
  void finish() throws IOException {
    if (!chunked && written < length) {
      throw new IllegalStateException(
          "content: expected %d bytes, as it said, found %d".formatted(length, written));
    }
    last = true;
    try {
      endChunk();
      if (chunked) {
        if (out.remaining() < ChunkedEncoder.finishSize(Headers.empty())) {
          connection.flush();
        }
        ChunkedEncoder.finish(out, Headers.empty());
      }
      connection.flush();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }
}
