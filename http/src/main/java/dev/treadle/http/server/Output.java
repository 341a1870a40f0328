package dev.treadle.http.server;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.ConnectionOption;
import dev.treadle.http.wire.HeadWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What is to go out on a connection, collected in a buffer that is borrowed for as long as there
/// is something in it.
final class Output {

  /// So much is written under one time limit.
  private static final int STEP = 64 * 1024;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final Buffers buffers;
  private @Nullable ByteBuffer buffer;
  private long written;

  /// What is sent next has the head of an answer.
  private boolean hasHead;

  private boolean lost;

  Output(Connection connection, Buffers buffers) {
    this.connection = connection;
    this.buffers = buffers;
  }

  /// Where to put what is to be sent, if there is room.
  ByteBuffer buffer() {
    var present = buffer;
    if (present == null) {
      present = buffers.take();
      buffer = present;
    }
    return present;
  }

  /// Makes room for so many bytes.
  void require(int bytes) throws IOException {
    if (buffer().remaining() >= bytes) {
      return;
    }
    flush();
    if (buffer().remaining() < bytes) {
      release();
      buffer = ByteBuffer.allocate(bytes);
    }
  }

  void head(Status status, Headers headers, BodyFraming framing, ConnectionOption option)
      throws IOException {
    while (!HeadWriter.response(buffer(), status, headers, framing, option)) {
      require(2 * buffer().capacity());
    }
    hasHead = true;
  }

  /// What is collected is the answer's, which comes behind this.
  void sendContinue() throws IOException {
    transmit(ByteBuffer.wrap(CONTINUE));
  }

  /// Takes what remains in a buffer; sends it at once if it is much.
  void write(ByteBuffer piece) throws IOException {
    if (piece.remaining() <= buffer().remaining()) {
      buffer().put(piece);
      return;
    }
    flush();
    int end = piece.limit();
    while (piece.position() < end) {
      send(piece.limit(Math.min(end, piece.position() + STEP)));
    }
  }

  void flush() throws IOException {
    var present = buffer;
    if (present != null && present.position() > 0) {
      try {
        send(present.flip());
      } finally {
        // Who is cancelled here may go on outside: what was not sent is still to be.
        present.compact();
      }
    }
  }

  private void send(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    if (hasHead) {
      hasHead = false;
      connection.answers();
    }
    transmit(bytes);
    written += count;
  }

  private void transmit(ByteBuffer bytes) throws IOException {
    connection.awaitTaking(bytes.remaining());
    try {
      connection.input().stream().write(bytes);
    } catch (IOException failure) {
      lost = true;
      throw failure;
    }
    connection.taken();
  }

  /// Whether nothing can be written any more: what fails then is not the fault of who writes.
  boolean isLost() {
    return lost;
  }

  /// How many bytes of answers were sent since the connection began.
  long written() {
    return written;
  }

  /// How many bytes there were since the connection began, those included that wait in the buffer.
  long collected() {
    var present = buffer;
    return written + (present == null ? 0 : present.position());
  }

  /// Gives the buffer back; what is in it is forgotten.
  void release() {
    var present = buffer;
    hasHead = false;
    if (present != null) {
      buffer = null;
      buffers.give(present);
    }
  }
}
