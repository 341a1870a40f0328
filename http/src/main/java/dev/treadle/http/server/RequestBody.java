package dev.treadle.http.server;

import dev.treadle.Cancelled;
import dev.treadle.flow.Flow;
import dev.treadle.http.Form;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.wire.BodyDecoder;
import dev.treadle.http.wire.BodyFraming;
import dev.treadle.http.wire.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The content of a request, read from the connection when it is asked for and not before: a client
/// sends no faster than the handler reads.
///
/// It is there once. By one task at a time it may be read in pieces, as a whole, or as a flow. A
/// client that waits for permission (`Expect: 100-continue`) is given it by the first read. What is
/// left unread is dropped when the answer is written, or the connection is closed if that is much.
///
/// A content longer than [Limits#body()] fails with 413, one that is sent more slowly than
/// [Timeouts.MinimumRate] with 408. A read that is cancelled before a byte was here may be
/// repeated.
public final class RequestBody {

  private static final int PIECE = 16 * 1024;
  private static final int MAX_FORM_FIELDS = 1000;
  private static final int FIRST_ALLOCATION = 64 * 1024;

  private final RequestHead head;
  private final Connection connection;
  private final @Nullable BodyDecoder decoder;
  private long limit;
  private long received;
  private long waitedNanos;

  /// What comes next on the connection nobody knows.
  private boolean broken;

  /// Nothing comes any more.
  private boolean lost;

  private boolean expectsContinue;

  RequestBody(RequestHead head, Connection connection) {
    this.head = head;
    this.connection = connection;
    this.limit = connection.settings().limits().body();
    this.expectsContinue = head.expectsContinue();
    var framing = head.framing();
    this.decoder = framing.isEmpty() ? null : BodyDecoder.of(framing, connection.messageLimits());
  }

  /// Chooses how long the content may be, in place of [Limits#body()].
  ///
  /// @param bytes zero or more
  /// @throws IllegalArgumentException if it is negative
  public void limit(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: expected 0 or more, found " + bytes);
    }
    limit = bytes;
  }

  /// Returns how long the content is, if the client says so.
  public OptionalLong length() {
    return switch (head.framing().kind()) {
      case LENGTH -> OptionalLong.of(head.framing().length());
      case NONE -> OptionalLong.of(0);
      default -> OptionalLong.empty();
    };
  }

  /// Waits until there is content, and moves as much as is here and has room.
  ///
  /// @param into has room for one byte at least
  /// @return how many bytes, at least 1; or -1 if all was read
  /// @throws HttpParseException if the content is malformed, too long, or the connection ended
  ///   before it was complete
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled before a byte was here
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for one byte, found " + into);
    }
    if (decoder == null || decoder.isDone()) {
      return -1;
    }
    requireWithinLimit();
    connection.watch().pause();
    try {
      return read(decoder, into);
    } catch (IOException failure) {
      broken = true;
      lost |= !(failure instanceof HttpParseException);
      throw failure;
    } finally {
      connection.watch().resume();
    }
  }

  private int read(BodyDecoder decoder, ByteBuffer into) throws IOException {
    var in = connection.input().bytes();
    while (true) {
      int before = into.position();
      decoder.decode(in, into);
      if (into.position() > before) {
        return received(into, before);
      }
      if (decoder.isDone()) {
        return -1;
      }
      sendContinue();
      int direct = await(decoder, into);
      if (direct > 0) {
        return received(into, before);
      }
    }
  }

  /// Reads into the given buffer if the next bytes are content for certain and many, else into the
  /// connection's own; returns how many went into the given one.
  private int await(BodyDecoder decoder, ByteBuffer into) throws IOException {
    long start = connection.awaitContent(received, waitedNanos);
    try {
      int most = (int) Math.min(decoder.direct(), into.remaining());
      int count = most > 0 ? readDirectly(into, most) : connection.input().fill();
      if (count < 0) {
        decoder.connectionEnded();
      }
      if (most > 0) {
        decoder.tookDirectly(count);
      }
      return most > 0 ? count : 0;
    } finally {
      waitedNanos += connection.gotContent(start);
    }
  }

  private int readDirectly(ByteBuffer into, int most) throws IOException {
    int end = into.limit();
    into.limit(into.position() + most);
    try {
      return connection.input().stream().read(into);
    } finally {
      into.limit(end);
    }
  }

  private int received(ByteBuffer into, int before) throws HttpParseException {
    int count = into.position() - before;
    received += count;
    requireWithinLimit();
    return count;
  }

  private void requireWithinLimit() throws HttpParseException {
    if (Math.max(received, head.framing().length()) > limit) {
      broken = true;
      throw new HttpParseException(
          413, "expected content of at most %d bytes, found more".formatted(limit));
    }
  }

  private void sendContinue() throws IOException {
    if (expectsContinue) {
      expectsContinue = false;
      connection.sendContinue();
    }
  }

  /// Reads all of the content.
  ///
  /// @throws HttpParseException if the content is malformed, too long, or the connection ended
  ///   before it was complete
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public byte[] bytes() throws IOException {
    if (decoder == null) {
      return new byte[0];
    }
    long expected =
        head.framing().kind() == BodyFraming.Kind.LENGTH ? head.framing().length() : PIECE;
    // Never trust a length before its bytes are here.
    var all = ByteBuffer.allocate((int) Math.min(expected, FIRST_ALLOCATION));
    while (true) {
      if (!all.hasRemaining()) {
        if (decoder.isDone()) {
          break;
        }
        all = larger(all);
      }
      if (read(all) < 0) {
        break;
      }
    }
    return all.hasRemaining() ? Arrays.copyOf(all.array(), all.position()) : all.array();
  }

  private static ByteBuffer larger(ByteBuffer full) throws HttpParseException {
    if (full.capacity() > Integer.MAX_VALUE / 2) {
      throw new HttpParseException(413, "expected content of less than 1 GiB, found more");
    }
    return ByteBuffer.allocate(Math.max(PIECE, 2 * full.capacity())).put(full.flip());
  }

  /// Reads all of the content as text, in the charset that the client says, else in UTF-8.
  ///
  /// @throws HttpParseException if the content is malformed, too long, or the connection ended
  ///   before it was complete; 415 if Java does not know the charset
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public String text() throws IOException {
    var charset = charset();
    return new String(bytes(), charset);
  }

  private Charset charset() throws HttpParseException {
    var type = head.headers().contentType();
    var name = type.map(known -> known.parameter("charset")).orElse(null);
    if (name == null) {
      return StandardCharsets.UTF_8;
    }
    return type.flatMap(MediaType::charset)
        .orElseThrow(() -> new HttpParseException(415, "expected a known charset, found another"));
  }

  /// Reads all of the content as a form: names and values as browsers send them.
  ///
  /// @throws HttpParseException 415 if it is not `application/x-www-form-urlencoded`; 413 if it has
  ///   more than 1,000 fields; or if the content is malformed or too long
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public Form form() throws IOException {
    if (head.headers().contentType().filter(MediaType.FORM::isSameAs).isEmpty()) {
      throw new HttpParseException(
          415, "expected " + MediaType.FORM + ", found another media type");
    }
    return Form.parse(text(), MAX_FORM_FIELDS);
  }

  /// Returns the parts of the content, to be read one after the other.
  ///
  /// @throws HttpParseException 415 if it is no multipart; 400 if it says no boundary
  public Multipart multipart() throws HttpParseException {
    var type = head.headers().contentType();
    if (type.filter(known -> known.type().equals("multipart")).isEmpty()) {
      throw new HttpParseException(415, "expected a multipart, found another media type");
    }
    return new Multipart(this, type.get(), connection.messageLimits());
  }

  /// Reads all of the content as a form with files. Files of more than 64 KiB are put into
  /// temporary ones, which are deleted when what is returned is closed. Fields that are no files
  /// may have 1 MiB together.
  ///
  /// @throws HttpParseException 415 if it is no multipart; 413 if it has more than 1,000 parts, or
  ///   fields of more than 1 MiB; or if the content is malformed or too long
  /// @throws IOException if the connection was reset, or a file could not be written
  /// @throws Cancelled if it was cancelled; nothing is left
  public Uploads uploads() throws IOException {
    return Uploads.read(multipart());
  }

  /// Returns the content as a flow of pieces of up to 16 KiB, each in a buffer of its own. A piece
  /// is read when it is asked for.
  public Flow<ByteBuffer> flow() {
    return Flow.from(Stream.generate(() -> this))
        .map(_ -> piece())
        .takeWhile(ByteBuffer::hasRemaining);
  }

  /// The next piece, an empty one at the end.
  private ByteBuffer piece() throws IOException {
    var piece = ByteBuffer.allocate(PIECE);
    var _ = read(piece);
    return piece.flip();
  }

  /// Returns the fields that came behind the content: none before all of it was read.
  public Headers trailers() {
    return decoder == null ? Headers.empty() : decoder.trailers();
  }

  /// Whether the connection broke while it was read.
  boolean isLost() {
    return lost;
  }

  /// Whether nothing of it is left on the connection.
  boolean isRead() {
    return decoder == null || decoder.isDone();
  }

  /// Whether it may be possible to get at the next request behind it.
  boolean isDrainable() {
    long left = head.framing().length() - received;
    return isRead() || (!broken && !expectsContinue && left <= Connection.MAX_DRAINED);
  }

  /// Drops what is left, and returns whether that was possible.
  boolean drain() throws IOException {
    if (decoder == null) {
      return true;
    }
    var in = connection.input().bytes();
    long dropped = decoder.skip(in);
    while (!decoder.isDone() && dropped <= Connection.MAX_DRAINED) {
      long start = connection.awaitContent(received + dropped, waitedNanos);
      int count = connection.input().fill();
      waitedNanos += connection.gotContent(start);
      if (count < 0) {
        return false;
      }
      dropped += decoder.skip(in);
    }
    return decoder.isDone();
  }
}
