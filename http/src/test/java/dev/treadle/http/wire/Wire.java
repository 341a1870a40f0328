package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Texts as bytes and back, and heads read from them.
final class Wire {

  private Wire() {}

  static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What was written to a buffer.
  static String written(ByteBuffer out) {
    var bytes = new byte[out.position()];
    out.get(0, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static RequestHead request(String... lines) throws HttpParseException {
    var head = new RequestHeadParser(MessageLimits.DEFAULT).parse(buffer(head(lines)));
    return present(head);
  }

  static ResponseHead response(String... lines) throws HttpParseException {
    var head = new ResponseHeadParser(MessageLimits.DEFAULT).parse(buffer(head(lines)));
    return present(head);
  }

  /// Lines with their ends, and an empty one.
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static <T> T present(@Nullable T head) {
    if (head == null) {
      throw new AssertionError("expected a head, found that it has not ended");
    }
    return head;
  }
}
