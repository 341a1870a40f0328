package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// An answer whose content is read as it comes, inside the block of [HttpClient#stream]. What is
/// not read is not held in memory: the server has to wait.
///
/// {@snippet class=dev.treadle.http.client.ResponseStreamSnippets region=read lang=java}
///
/// For one task at a time.
public final class ResponseStream {

  private static final int PIECE = 16 * 1024;
  private static final int FILE_PIECE = 128 * 1024;

  private final Reply reply;
  private final long maxBody;

  ResponseStream(Reply reply, long maxBody) {
    this.reply = reply;
    this.maxBody = maxBody;
  }

  /// Returns how the request ended.
  public Status status() {
    return reply.status();
  }

  /// Returns the fields.
  public Headers headers() {
    return reply.headers();
  }

  /// Returns where the answer comes from, after redirects.
  public Url url() {
    return reply.request().url();
  }

  /// Returns the fields that came behind the content; none before its end.
  public Headers trailers() {
    return reply.trailers();
  }

  /// Waits until there is content, and moves as much as is here and has room.
  ///
  /// @param into has room for one byte at least
  /// @return how many bytes, at least 1; or -1 at the end
  /// @throws HttpException if the rest does not come
  /// @throws dev.treadle.Cancelled if cancelled; nothing more can be read then
  public int read(ByteBuffer into) throws IOException {
    return reply.read(into);
  }

  /// Reads all that is left.
  ///
  /// @throws HttpException.TooLarge if it is more than [ClientSettings#withMaxBody(long)] allows
  /// @throws HttpException if the rest does not come
  public byte[] bytes() throws IOException {
    return readAll(reply, maxBody);
  }

  /// Reads all that is left as a text, in the charset that the server says, else UTF-8.
  ///
  /// @throws HttpException.TooLarge if it is more than [ClientSettings#withMaxBody(long)] allows
  /// @throws HttpException if the rest does not come
  public String text() throws IOException {
    return new String(bytes(), Response.charset(headers()));
  }

  /// Returns the content piece by piece. Each is new; the next is read when it is asked for.
  public Flow<ByteBuffer> flow() {
    return Flow.generate(emit -> {
      var piece = ByteBuffer.allocate(PIECE);
      while (read(piece) >= 0) {
        emit.accept(piece.flip());
        piece = ByteBuffer.allocate(PIECE);
      }
    });
  }

  /// Writes all that is left to a sink, such as that of another request.
  ///
  /// @return how many bytes
  /// @throws IOException if the rest does not come, or cannot be written
  public long transferTo(ContentSink sink) throws IOException {
    return transferTo(sink, PIECE);
  }

  private long transferTo(ContentSink sink, int size) throws IOException {
    var piece = ByteBuffer.allocate(size);
    long total = 0;
    while (read(piece) >= 0) {
      total += piece.position();
      sink.write(piece.flip());
      piece.clear();
    }
    return total;
  }

  /// Writes all that is left to a file, which is created or replaced.
  ///
  /// @return how many bytes
  /// @throws IOException if the rest does not come, or cannot be written; what came by then is in
  ///   the file
  public long transferTo(Path file) throws IOException {
    var channel =
        Treadle.<FileChannel, IOException>blocking(() ->
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE));
    try (channel) {
      return transferTo(
          piece -> Treadle.<IOException>blocking(() -> writeAll(channel, piece)), FILE_PIECE);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  /// Reads all that is left and returns the whole answer.
  ///
  /// @throws HttpException.TooLarge if it is more than [ClientSettings#withMaxBody(long)] allows
  /// @throws HttpException if the rest does not come
  public Response toResponse() throws IOException {
    return whole(reply, maxBody);
  }

  /// Returns this, unless the server said no; then the content is read for the exception.
  ///
  /// @throws HttpException.BadStatus if the status is 4xx or 5xx
  /// @throws HttpException if the rest does not come
  public ResponseStream raiseForStatus() throws IOException {
    if (status().isError()) {
      toResponse().raiseForStatus();
    }
    return this;
  }

  static Response whole(Reply reply, long maxBody) throws IOException {
    var content = readAll(reply, maxBody);
    return new Response(reply, content);
  }

  @SuppressWarnings("ByteBufferBackingArray") // allocated here, or wrapped by grown()
  private static byte[] readAll(Reply reply, long maxBody) throws IOException {
    long said = reply.headers().contentLength().orElse(0);
    if (said > maxBody && !reply.request().method().equals(Method.HEAD)) {
      throw tooLarge(reply, maxBody);
    }
    // One byte more than is said, so that the end is seen without growing; but nobody is believed
    // beyond what has come.
    var all = ByteBuffer.allocate((int) Math.min(said + 1, PIECE));
    while (reply.read(all) >= 0) {
      if (all.position() > maxBody) {
        throw tooLarge(reply, maxBody);
      }
      if (!all.hasRemaining()) {
        all = grown(all, said);
      }
    }
    return all.position() == all.capacity()
        ? all.array()
        : Arrays.copyOf(all.array(), all.position());
  }

  @SuppressWarnings("ByteBufferBackingArray") // allocated by readAll(), or wrapped here
  private static ByteBuffer grown(ByteBuffer full, long said) {
    long twice = Math.max(PIECE, 2L * full.capacity());
    long size = said > full.capacity() ? Math.min(said + 1, twice) : twice;
    return ByteBuffer.wrap(Arrays.copyOf(full.array(), (int) Math.min(size, Integer.MAX_VALUE - 8)))
        .position(full.position());
  }

  private static HttpException.TooLarge tooLarge(Reply reply, long maxBody) {
    return new HttpException.TooLarge(
        "expected at most %d bytes from %s, found more: stream them, or raise maxBody"
            .formatted(maxBody, reply.request()));
  }

  @Override
  public String toString() {
    return status() + " from " + reply.request();
  }
}
