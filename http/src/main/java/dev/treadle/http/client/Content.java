package dev.treadle.http.client;

import dev.treadle.Each;
import dev.treadle.flow.Flow;
import dev.treadle.http.Form;
import dev.treadle.http.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What a request carries: nothing, bytes, a form, a file, or whatever is written when it is sent.
///
/// {@snippet class=dev.treadle.http.client.ContentSnippets region=kinds lang=java}
public interface Content {

  /// Says that nobody knows the length before it was written; the content goes in chunks.
  long UNKNOWN = -1;

  /// Returns what it is written in; nothing leaves `Content-Type` to the request.
  Optional<MediaType> type();

  /// Returns how many bytes there are, or [#UNKNOWN].
  ///
  /// @throws IOException if that cannot be found out
  long length() throws IOException;

  /// Returns whether it can be written more than once: to another place after a redirect, or again
  /// after a connection was lost.
  boolean isRepeatable();

  /// Writes all of it. May wait. Runs in the task that makes the call, or, if it may take long, in
  /// one beside it, because the server may answer before it has everything. It is cancelled if the
  /// server does not want the rest, or the call ends before.
  ///
  /// @throws IOException if it cannot be read, or not be written
  void writeTo(ContentSink sink) throws IOException;

  /// Returns none at all.
  static Content none() {
    return MemoryContent.NONE;
  }

  /// Returns these bytes, which are not copied, of type `application/octet-stream`.
  static Content of(byte[] bytes) {
    return of(bytes, MediaType.BYTES);
  }

  /// Returns these bytes, which are not copied.
  static Content of(byte[] bytes, MediaType type) {
    return new MemoryContent(Objects.requireNonNull(bytes, "bytes"), Optional.of(type));
  }

  /// Returns a text, as `text/plain; charset=utf-8`.
  static Content text(String text) {
    return text(text, MediaType.TEXT);
  }

  /// Returns a text in the charset of a media type; in UTF-8 if it has none.
  static Content text(String text, MediaType type) {
    return of(text.getBytes(type.charset().orElse(StandardCharsets.UTF_8)), type);
  }

  /// Returns a form as browsers send it.
  static Content form(Form form) {
    return of(form.format().getBytes(StandardCharsets.US_ASCII), MediaType.FORM);
  }

  /// Returns a file, which is read when it is sent.
  static Content file(Path path) {
    return file(path, MediaType.BYTES);
  }

  /// Returns a file, which is read when it is sent.
  static Content file(Path path, MediaType type) {
    return new FileContent(Objects.requireNonNull(path, "path"), Optional.of(type));
  }

  /// Returns what comes out of a flow, once. The request's head is sent before the first element is
  /// asked for, and each element before the next.
  ///
  /// @param length how many bytes there will be, or [#UNKNOWN]
  static Content flow(Flow<ByteBuffer> flow, MediaType type, long length) {
    return new WrittenContent(
        Optional.of(type),
        length,
        false,
        sink -> {
          // The first element may be the answer to what the server says about the head.
          sink.flush();
          flow.forEach(bytes -> {
            sink.write(bytes);
            sink.flush();
          });
        });
  }

  /// Returns what a block writes, which is run again when the request is sent again.
  static Content writing(MediaType type, Each<? super ContentSink, IOException> body) {
    return new WrittenContent(Optional.of(type), UNKNOWN, true, body);
  }

  /// Returns this content, which can be written only once.
  default Content once() {
    return new WrittenContent(type(), UNKNOWN, false, this::writeTo);
  }
}
