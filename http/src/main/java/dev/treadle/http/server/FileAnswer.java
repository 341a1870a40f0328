package dev.treadle.http.server;

import dev.treadle.Treadle;
import dev.treadle.http.ContentRange;
import dev.treadle.http.EntityTag;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpDate;
import dev.treadle.http.Method;
import dev.treadle.http.Preconditions;
import dev.treadle.http.Ranges;
import dev.treadle.http.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes answers of files: the whole of one, or the parts that are asked for.
///
/// Everything that touches the file system is offloaded.
final class FileAnswer {

  private static final int PIECE = 64 * 1024;

  private FileAnswer() {}

  /// Returns what the client gets of a file, which is never compressed: parts of it are those of
  /// the file.
  ///
  /// @param response has other fields and perhaps another status
  static Response of(Request request, Response response, Path path) throws IOException {
    var attributes = Treadle.blocking(() -> attributes(path));
    if (attributes == null || !attributes.isRegularFile()) {
      return Refusals.of(404, null);
    }
    var headers = headers(path, attributes, response.headers());
    long size = attributes.size();
    var whole =
        response.withHeaders(headers).withContent(written(path, 0, size)).withoutCompression();
    var ranges = ranges(request, response.status(), headers);
    return ranges == null
        ? whole
        : parts(whole, path, ranges.satisfy(size, ByteRanges.OVERHEAD), size);
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException | NotDirectoryException missing) {
      return null;
    }
  }

  private static Headers headers(Path path, BasicFileAttributes attributes, Headers chosen) {
    var changed = attributes.lastModifiedTime().toInstant();
    var tag = "%x-%x".formatted(attributes.lastModifiedTime().toMillis(), attributes.size());
    var name = path.getFileName();
    var headers = Headers.builder();
    headers.add("Content-Type", Types.ofFile(name == null ? "" : name.toString()).toString());
    headers.add("Last-Modified", HttpDate.format(changed));
    headers.add("ETag", EntityTag.of(tag).toString());
    headers.add("Accept-Ranges", "bytes");
    for (var field : chosen) {
      headers.remove(field.name());
    }
    return headers.addAll(chosen).build();
  }

  /// What is asked for, or `null` if that is the whole.
  private static @Nullable Ranges ranges(Request request, Status status, Headers headers) {
    var field = request.header("Range");
    if (field == null || !request.method().equals(Method.GET) || !status.equals(Status.OK)) {
      return null;
    }
    // A condition that is not met counts more than a range.
    var conditions = Conditions.of(headers);
    var outcome = conditions.evaluate(request.method(), request.headers());
    boolean applies =
        outcome == Preconditions.Outcome.PROCEED && conditions.rangeApplies(request.headers());
    return applies ? Ranges.parse(field).orElse(null) : null;
  }

  private static Response parts(Response whole, Path path, List<ContentRange> parts, long size) {
    if (parts.isEmpty()) {
      return Refusals.of(416, "there is no such part")
          .withHeader("Content-Range", ContentRange.unsatisfied(size).toString());
    }
    if (parts.size() > 1) {
      return ByteRanges.of(
          whole, parts, (part, writer) -> copy(path, part.first(), part.size(), writer));
    }
    var part = parts.getFirst();
    return whole
        .withStatus(Status.PARTIAL_CONTENT)
        .withHeader("Content-Range", part.toString())
        .withContent(written(path, part.first(), part.size()));
  }

  private static Content written(Path path, long from, long length) {
    return new Content.Written(length, writer -> copy(path, from, length, writer));
  }

  private static void copy(Path path, long from, long length, ResponseWriter writer)
      throws IOException {
    // Opening and closing a file cannot be cancelled midway, so none stays open.
    try (var file = Treadle.blocking(() -> FileChannel.open(path))) {
      var piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, length)));
      long at = from;
      while (at < from + length) {
        long place = at;
        piece.clear().limit((int) Math.min(piece.capacity(), from + length - at));
        int count = Treadle.blocking(() -> file.read(piece, place));
        if (count < 0) {
          throw new EOFException(
              "expected " + length + " bytes in " + path + ", found less: it shrank");
        }
        at += count;
        writer.write(piece.flip());
      }
    }
  }
}
