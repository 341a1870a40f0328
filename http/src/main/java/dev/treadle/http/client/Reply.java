package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An answer as a [Transport] gives it: its head is here, its content still on the way. Whoever has
/// it closes it. For one task at a time.
public interface Reply extends AutoCloseable {

  /// Returns an answer that is all here.
  static Reply of(Request request, Status status, Headers headers, byte[] content) {
    return new MemoryReply(request, status, headers, ByteBuffer.wrap(content));
  }

  /// Returns what is answered: what was sent at last, after redirects.
  Request request();

  /// Returns how the request ended.
  Status status();

  /// Returns the fields.
  Headers headers();

  /// Waits until there is content, and moves as much as is here and has room.
  ///
  /// @param into has room for one byte at least
  /// @return how many bytes, at least 1; or -1 at the end
  /// @throws HttpException if the connection is lost, nothing comes for too long, or what comes is
  ///   no HTTP
  /// @throws dev.treadle.Cancelled if cancelled; then there is nothing more to be read
  int read(ByteBuffer into) throws IOException;

  /// Returns the fields that came behind the content; none before its end.
  Headers trailers();

  /// Lets go of the connection. If the content was read it is kept for others; if not it is closed,
  /// so that what is still on the way cannot be taken for something else. Never waits.
  @Override
  void close();
}
