package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import java.nio.ByteBuffer;

/// Puts content into chunks (RFC 9112 section 7.1). There must be room for what is written.
public final class ChunkedEncoder {

  /// How many bytes the line before a chunk has, if room is left for it and it is written with
  /// [#beginAt(ByteBuffer, int, int)].
  public static final int BEGIN_SIZE = 10;

  /// How many bytes there are behind a chunk.
  public static final int END_SIZE = 2;

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private ChunkedEncoder() {}

  /// Writes the line before a chunk.
  ///
  /// @param size how many bytes it has, at least 1, because a chunk without any is the end
  /// @throws IllegalArgumentException if it has none
  public static void begin(ByteBuffer out, int size) {
    check(size);
    int digits = (35 - Integer.numberOfLeadingZeros(size)) / 4;
    for (int i = digits - 1; i >= 0; i--) {
      out.put(DIGITS[size >>> (4 * i) & 0xF]);
    }
    lineEnd(out);
  }

  /// Writes the line before a chunk where room was left for it, when the chunk behind is there; its
  /// length is always [#BEGIN_SIZE]. The buffer's position stays.
  ///
  /// @throws IllegalArgumentException if the chunk has no bytes
  public static void beginAt(ByteBuffer out, int index, int size) {
    check(size);
    for (int i = 0; i < 8; i++) {
      out.put(index + i, DIGITS[size >>> (28 - 4 * i) & 0xF]);
    }
    out.put(index + 8, (byte) '\r');
    out.put(index + 9, (byte) '\n');
  }

  /// Writes what comes behind a chunk.
  public static void end(ByteBuffer out) {
    lineEnd(out);
  }

  /// Returns how many bytes the end takes.
  public static int finishSize(Headers trailers) {
    var fields = (Fields) trailers;
    int size = 5;
    for (int i = 0; i < fields.size(); i++) {
      size += fields.wireSize(i);
    }
    return size;
  }

  /// Writes the end of the content and what comes behind it.
  ///
  /// @throws IllegalArgumentException if there is a field that must not be there, such as
  ///   `Content-Length` (RFC 9110 section 6.5.1)
  public static void finish(ByteBuffer out, Headers trailers) {
    var fields = (Fields) trailers;
    for (int i = 0; i < fields.size(); i++) {
      if (TrailerNames.isForbidden(fields, i)) {
        throw new IllegalArgumentException(
            "trailers: expected fields that may come behind the content, found '%s'"
                .formatted(fields.name(i)));
      }
    }
    out.put((byte) '0');
    lineEnd(out);
    for (int i = 0; i < fields.size(); i++) {
      fields.writeTo(out, i);
    }
    lineEnd(out);
  }

  private static void lineEnd(ByteBuffer out) {
    out.put((byte) '\r').put((byte) '\n');
  }

  private static void check(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size: expected at least 1, found " + size);
    }
  }
}
