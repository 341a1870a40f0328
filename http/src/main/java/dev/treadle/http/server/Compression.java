package dev.treadle.http.server;

import dev.treadle.http.ContentCoding;
import dev.treadle.http.EntityTag;
import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Compresses answers for clients that ask for it (RFC 9110 section 8.4), if they are text of some
/// length.
final class Compression {

  /// What is shorter hardly gets any shorter.
  private static final int LEAST = 1024;

  private static final List<ContentCoding> OFFERED =
      List.of(ContentCoding.GZIP, ContentCoding.DEFLATE);

  private Compression() {}

  static Response apply(Request request, Response response) throws IOException {
    if (!isEligible(response)) {
      return response;
    }
    var coding = coding(request);
    var announced = announced(response, coding);
    if (coding == ContentCoding.IDENTITY) {
      return announced;
    }
    return switch (response.content()) {
      case Content.Whole whole ->
          announced.withContent(new Content.Whole(pack(whole.bytes(), coding)));
      case Content.Written written -> announced.withContent(packed(written, coding));
      case Content.OfFile _, Content.Endless _, Content.Upgraded _ -> response;
    };
  }

  /// Returns the answer with the fields of the compressed one; its content is as it was.
  static Response announced(Request request, Response response) {
    return isEligible(response) ? announced(response, coding(request)) : response;
  }

  private static Response announced(Response response, ContentCoding coding) {
    var varied = varying(response.headers());
    return response.withHeaders(coding == ContentCoding.IDENTITY ? varied : coded(varied, coding));
  }

  private static ContentCoding coding(Request request) {
    var accept = request.headers().all("Accept-Encoding");
    return ContentCoding.negotiate(accept, OFFERED).orElse(ContentCoding.IDENTITY);
  }

  private static boolean isEligible(Response response) {
    boolean some =
        switch (response.content()) {
          case Content.Whole whole -> whole.bytes().length >= LEAST;
          case Content.Written written ->
              written.length() == Content.UNKNOWN || written.length() >= LEAST;
          case Content.OfFile _, Content.Endless _, Content.Upgraded _ -> false;
        };
    return some
        && response.isCompressible()
        && !response.status().equals(Status.PARTIAL_CONTENT)
        && !response.headers().contains("Content-Encoding")
        && response.headers().contentType().filter(Types::isText).isPresent();
  }

  private static Headers varying(Headers headers) {
    return headers.containsElement("Vary", "Accept-Encoding")
        ? headers
        : headers.withAdded("Vary", "Accept-Encoding");
  }

  /// A tag that stood for the bytes now stands for what they mean.
  private static Headers coded(Headers headers, ContentCoding coding) {
    var coded = headers.with("Content-Encoding", coding.token());
    var tag = headers.first("ETag");
    return tag == null
        ? coded
        : EntityTag.parse(tag)
            .map(known -> coded.with("ETag", EntityTag.weak(known.opaque()).toString()))
            .orElse(coded);
  }

  private static byte[] pack(byte[] bytes, ContentCoding coding) throws IOException {
    var packed = new Collected();
    try (var sink = new PackingSink(packed, coding)) {
      sink.write(ByteBuffer.wrap(bytes));
      sink.finish(Headers.empty());
    }
    return packed.bytes.toByteArray();
  }

  private static Content packed(Content.Written written, ContentCoding coding) {
    return new Content.Written(
        Content.UNKNOWN,
        outer -> {
          try (var sink = new PackingSink(outer.sink(), coding)) {
            var writer = new ResponseWriter(sink);
            written.body().accept(writer);
            outer.trailers(writer.trailers());
            writer.finish();
          }
        });
  }

  private static final class Collected implements BodySink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer piece) {
      bytes.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
      piece.position(piece.limit());
    }

    @Override
    public void flush() {
      // It is all here.
    }

    @Override
    public void finish(Headers trailers) {
      // It is all here.
    }
  }
}
