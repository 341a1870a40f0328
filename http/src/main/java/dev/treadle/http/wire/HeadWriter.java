package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes heads into buffers.
///
/// `Content-Length`, `Transfer-Encoding` and `Connection` say what framing and option are; if they
/// are among the fields, those are left out, so that a head never contradicts itself. Nothing can
/// be injected: fields were checked when they were made, a target is checked here.
public final class HeadWriter {

  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] DATE = ascii("Date: ");
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");

  private HeadWriter() {}

  /// What a request asks for.
  ///
  /// @param method what to do
  /// @param target with what; visible ASCII characters only
  public record RequestLine(Method method, String target) {

    /// Checks the target.
    ///
    /// @throws IllegalArgumentException if it is empty or has spaces, control characters or others
    ///   beyond ASCII
    public RequestLine {
      if (target.isEmpty()) {
        throw new IllegalArgumentException("target: expected a path, found nothing");
      }
      for (int i = 0; i < target.length(); i++) {
        if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7F) {
          throw new IllegalArgumentException(
              "target: expected visible ASCII characters, found U+%04X at index %d"
                  .formatted((int) target.charAt(i), i));
        }
      }
    }

    int size() {
      return method.name().length() + 1 + target.length() + VERSION.length;
    }
  }

  /// Writes the head of a response, if there is room for all of it. A final one gets a `Date`
  /// unless it has one.
  ///
  /// @param framing what is said of the content, also in answer to HEAD, which then has none. With
  ///   [BodyFraming#NONE] nothing is said, which only 1xx, 204, 304 and answers to HEAD may do.
  ///   Whatever it is, 1xx and 204 say nothing
  /// @return whether there was room; if not, the buffer is as it was
  public static boolean response(
      ByteBuffer out,
      Status status,
      Headers headers,
      BodyFraming framing,
      ConnectionOption option) {
    var fields = (Fields) headers;
    var line = Statuses.line(status);
    var said = status.isInformational() || status.code() == 204 ? BodyFraming.NONE : framing;
    boolean dated = !status.isInformational() && fields.indexOf("date", 0) < 0;
    int date = dated ? DATE.length + Dates.LENGTH + 2 : 0;
    if (out.remaining() < line.length + date + size(fields, said, option)) {
      return false;
    }
    out.put(line);
    if (dated) {
      out.put(DATE).put(Dates.current());
      lineEnd(out);
    }
    write(out, fields, said, option);
    return true;
  }

  /// Writes the head of a request, if there is room for all of it.
  ///
  /// @param framing what is said of the content; nothing with [BodyFraming#NONE], which means that
  ///   there is none
  /// @return whether there was room; if not, the buffer is as it was
  /// @throws IllegalArgumentException if the framing is one that requests cannot have
  public static boolean request(
      ByteBuffer out,
      RequestLine line,
      Headers headers,
      BodyFraming framing,
      ConnectionOption option) {
    if (framing.kind() == BodyFraming.Kind.CLOSE) {
      throw new IllegalArgumentException("framing: expected a length or chunks, found CLOSE");
    }
    var fields = (Fields) headers;
    if (out.remaining() < line.size() + size(fields, framing, option)) {
      return false;
    }
    ascii(out, line.method().name());
    out.put((byte) ' ');
    ascii(out, line.target());
    out.put(VERSION);
    write(out, fields, framing, option);
    return true;
  }

  private static int size(Fields fields, BodyFraming framing, ConnectionOption option) {
    int size = option.line.length() + 2;
    for (int i = 0; i < fields.size(); i++) {
      size += isOurs(fields, i) ? 0 : fields.wireSize(i);
    }
    return size
        + switch (framing.kind()) {
          case LENGTH -> CONTENT_LENGTH.length + Decimal.digits(framing.length()) + 2;
          case CHUNKED -> CHUNKED.length;
          case NONE, CLOSE, TUNNEL -> 0;
        };
  }

  private static void write(
      ByteBuffer out, Fields fields, BodyFraming framing, ConnectionOption option) {
    for (int i = 0; i < fields.size(); i++) {
      if (!isOurs(fields, i)) {
        fields.writeTo(out, i);
      }
    }
    switch (framing.kind()) {
      case LENGTH -> {
        out.put(CONTENT_LENGTH);
        Decimal.write(out, framing.length());
        lineEnd(out);
      }
      case CHUNKED -> out.put(CHUNKED);
      case NONE, CLOSE, TUNNEL -> {}
    }
    ascii(out, option.line);
    lineEnd(out);
  }

  private static boolean isOurs(Fields fields, int index) {
    return switch (fields.nameLength(index)) {
      case 10 -> fields.isNamed(index, "connection");
      case 14 -> fields.isNamed(index, "content-length");
      case 17 -> fields.isNamed(index, "transfer-encoding");
      default -> false;
    };
  }

  private static void lineEnd(ByteBuffer out) {
    out.put((byte) '\r').put((byte) '\n');
  }

  private static void ascii(ByteBuffer out, String text) {
    for (int i = 0; i < text.length(); i++) {
      out.put((byte) text.charAt(i));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
