package dev.treadle.http.server;

import dev.treadle.http.ContentRange;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.wire.MultipartEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several parts of something in one answer: `multipart/byteranges` (RFC 9110 section 14.6).
///
/// A client cannot make the server send much more than there is: parts that overlap or are so close
/// that what is between them is shorter than what would be around them have become one (`Ranges`),
/// and if all of them are more than the whole, the whole is sent.
final class ByteRanges {

  /// About what is around a part. RFC 9110 section 15.3.7.2 has the same figure.
  static final int OVERHEAD = 80;

  private final MultipartEncoder encoder = MultipartEncoder.create();
  private final List<ContentRange> parts;
  private final @Nullable String type;

  private ByteRanges(List<ContentRange> parts, @Nullable String type) {
    this.parts = parts;
    this.type = type;
  }

  /// Writes a part of what there is.
  @FunctionalInterface
  interface Source {
    void write(ContentRange part, ResponseWriter writer) throws IOException;
  }

  /// Returns an answer with several parts, or the whole if that is shorter.
  ///
  /// @param whole the answer with everything
  static Response of(Response whole, List<ContentRange> parts, Source source) {
    var ranges = new ByteRanges(parts, whole.headers().first("Content-Type"));
    long length = ranges.length();
    if (length >= parts.getFirst().total()) {
      return whole;
    }
    var type = MediaType.of("multipart/byteranges").with("boundary", ranges.encoder.boundary());
    return whole
        .withStatus(Status.PARTIAL_CONTENT)
        .withHeader("Content-Type", type.toString())
        .withContent(new Content.Written(length, writer -> ranges.write(source, writer)));
  }

  private Headers head(ContentRange part) {
    var head = Headers.builder();
    if (type != null) {
      head.add("Content-Type", type);
    }
    return head.add("Content-Range", part.toString()).build();
  }

  private long length() {
    long sum = encoder.finishSize();
    for (var part : parts) {
      sum += encoder.beginSize(head(part)) + part.size();
    }
    return sum;
  }

  private void write(Source source, ResponseWriter writer) throws IOException {
    for (var part : parts) {
      var head = head(part);
      var begin = ByteBuffer.allocate(encoder.beginSize(head));
      encoder.begin(begin, head);
      writer.write(begin.flip());
      source.write(part, writer);
    }
    var end = ByteBuffer.allocate(encoder.finishSize());
    encoder.finish(end);
    writer.write(end.flip());
  }
}
