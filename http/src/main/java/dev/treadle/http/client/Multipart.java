package dev.treadle.http.client;

import dev.treadle.http.ContentDisposition;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.wire.MultipartEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A form with files in it (RFC 7578). It does not change: what is called `with...` returns
/// another.
///
/// {@snippet class=dev.treadle.http.client.MultipartSnippets region=form lang=java}
///
/// Files are read while they are sent.
public final class Multipart implements Content {

  private final MultipartEncoder encoder;
  private final List<Part> parts;

  private Multipart(MultipartEncoder encoder, List<Part> parts) {
    this.encoder = encoder;
    this.parts = parts;
  }

  private record Part(Headers headers, Content content) {}

  /// Returns one without parts, with a boundary that is drawn.
  public static Multipart create() {
    return new Multipart(MultipartEncoder.create(), List.of());
  }

  /// Returns one without parts, with a certain boundary, which must not occur in any part.
  ///
  /// @throws IllegalArgumentException if none can be so
  public static Multipart withBoundary(String boundary) {
    return new Multipart(MultipartEncoder.of(boundary), List.of());
  }

  /// Returns this form with a field.
  public Multipart with(String name, String value) {
    var headers = Headers.of("Content-Disposition", ContentDisposition.field(name).toString());
    return with(new Part(headers, Content.text(value)));
  }

  /// Returns this form with a file, which keeps its name.
  public Multipart withFile(String name, Path file, MediaType type) {
    var filename = Objects.requireNonNull(file.getFileName(), "file").toString();
    return withFile(name, filename, Content.file(file, type));
  }

  /// Returns this form with content that is a file to whoever reads it.
  public Multipart withFile(String name, String filename, Content content) {
    var headers =
        Headers.builder()
            .add("Content-Disposition", ContentDisposition.file(name, filename).toString());
    content.type().ifPresent(type -> headers.add("Content-Type", type.toString()));
    return with(new Part(headers.build(), content));
  }

  private Multipart with(Part part) {
    var more = new ArrayList<>(parts);
    more.add(part);
    return new Multipart(encoder, List.copyOf(more));
  }

  @Override
  public Optional<MediaType> type() {
    return Optional.of(MediaType.of("multipart/form-data").with("boundary", encoder.boundary()));
  }

  @Override
  public long length() throws IOException {
    long sum = encoder.finishSize();
    for (var part : parts) {
      long length = part.content.length();
      if (length < 0) {
        return UNKNOWN;
      }
      sum += encoder.beginSize(part.headers) + length;
    }
    return sum;
  }

  @Override
  public boolean isRepeatable() {
    return parts.stream().allMatch(part -> part.content.isRepeatable());
  }

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    for (var part : parts) {
      var head = ByteBuffer.allocate(encoder.beginSize(part.headers));
      encoder.begin(head, part.headers);
      sink.write(head.flip());
      part.content.writeTo(sink);
    }
    var end = ByteBuffer.allocate(encoder.finishSize());
    encoder.finish(end);
    sink.write(end.flip());
  }

  @Override
  public String toString() {
    return "form of " + parts.size() + " parts";
  }
}
