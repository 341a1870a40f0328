package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads fields that have no line before them: trailers, and heads of the parts of a multipart.
final class FieldsParser extends HeadParser {

  private final boolean trailers;

  private FieldsParser(MessageLimits limits, boolean trailers) {
    super(limits);
    this.trailers = trailers;
    begin(false);
  }

  static FieldsParser ofTrailers(MessageLimits limits) {
    return new FieldsParser(limits, true);
  }

  static FieldsParser ofPart(MessageLimits limits) {
    return new FieldsParser(limits, false);
  }

  /// The fields, or `null` if their end is not here yet.
  @Nullable Headers parse(ByteBuffer in) throws HttpParseException {
    var bytes = read(in);
    if (bytes == null) {
      return null;
    }
    var fields = fields(bytes);
    begin(false);
    return fields;
  }

  @Override
  int startLine(byte[] bytes, int base, int from, int to) {
    throw new IllegalStateException("fields have no start line");
  }

  @Override
  HttpParseException startLineTooLong() {
    throw new IllegalStateException("fields have no start line");
  }

  /// What frames, routes or authenticates a message must not come behind it (RFC 9110 section
  /// 6.5.1).
  @Override
  void field(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    if (trailers && TrailerNames.isForbidden(bytes, base + at.nameFrom, base + at.nameTo)) {
      throw malformed("expected trailers that change nothing of the head, found one that does");
    }
  }
}
