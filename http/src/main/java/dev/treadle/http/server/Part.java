package dev.treadle.http.server;

import dev.treadle.Cancelled;
import dev.treadle.http.ContentDisposition;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.MediaType;
import dev.treadle.http.wire.MultipartDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A part of a [Multipart], to be read before the next one is asked for.
public final class Part {

  private static final int CAPACITY = 8 * 1024;
  private static final int MOST = 1 << 30;

  private final Multipart multipart;
  private final Headers headers;
  private final Optional<ContentDisposition> disposition;
  private boolean ended;

  Part(Multipart multipart, Headers headers, Optional<ContentDisposition> disposition) {
    this.multipart = multipart;
    this.headers = headers;
    this.disposition = disposition;
  }

  /// Returns its fields.
  public Headers headers() {
    return headers;
  }

  /// Returns the name of the form's field; empty if it has none.
  public String name() {
    return disposition.map(ContentDisposition::name).orElse("");
  }

  /// Returns what the file was called where it came from, if it is one. Never use it as a path.
  public Optional<String> filename() {
    return disposition.map(ContentDisposition::filename);
  }

  /// Returns what it is, if it says so; text, otherwise.
  public MediaType type() {
    return headers.contentType().orElse(MediaType.TEXT);
  }

  /// Waits until there is content, and moves as much as is here and has room.
  ///
  /// @param into has room for one byte at least
  /// @return how many bytes, at least 1; or -1 if all was read
  /// @throws HttpParseException if the content is malformed or too long
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled before a byte was here
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      throw new IllegalArgumentException("into: expected room for one byte, found " + into);
    }
    int before = into.position();
    while (!ended && into.position() == before) {
      ended = multipart.advance(into) != MultipartDecoder.Event.CONTENT;
    }
    return into.position() == before ? -1 : into.position() - before;
  }

  /// Reads all of it.
  ///
  /// @throws HttpParseException if the content is malformed or too long
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public byte[] bytes() throws IOException {
    return bytes(MOST, "expected a part of less than 1 GiB, found more");
  }

  /// @param most how many bytes it may have
  /// @param tooMuch what is said if it has more
  byte[] bytes(int most, String tooMuch) throws IOException {
    var all = new ByteArrayOutputStream();
    var piece = ByteBuffer.allocate(CAPACITY);
    while (read(piece.clear()) >= 0) {
      if (piece.position() > most - all.size()) {
        throw new HttpParseException(413, tooMuch);
      }
      all.write(piece.array(), 0, piece.position());
    }
    return all.toByteArray();
  }

  /// Reads all of it as text, in the charset that it says, else in UTF-8.
  ///
  /// @throws HttpParseException if the content is malformed or too long
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; what was read by then is lost
  public String text() throws IOException {
    return decoded(bytes());
  }

  /// Its content as text.
  String decoded(byte[] content) {
    var charset = headers.contentType().flatMap(MediaType::charset);
    return new String(content, charset.orElse(StandardCharsets.UTF_8));
  }

  void skip() throws IOException {
    var piece = ByteBuffer.allocate(CAPACITY);
    while (read(piece.clear()) >= 0) {
      // It is not wanted.
    }
  }

  /// Returns the field's name, without what is in it.
  @Override
  public String toString() {
    return "part '" + name() + "'";
  }
}
