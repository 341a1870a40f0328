package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.seam.World;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes what is around the parts of a multipart. There must be room for what is written.
public final class MultipartEncoder {

  private static final String CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 32;

  private final String boundary;
  private final byte[] delimiter;

  private MultipartEncoder(String boundary) {
    this.boundary = boundary;
    delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
  }

  /// One with a boundary of 190 random bits, which no content has in it by chance.
  public static MultipartEncoder create() {
    var boundary = new StringBuilder(LENGTH);
    var random = World.current().random();
    for (int i = 0; i < LENGTH; i++) {
      boundary.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return new MultipartEncoder(boundary.toString());
  }

  /// One with a boundary of the caller's.
  ///
  /// @throws IllegalArgumentException if none can be so
  public static MultipartEncoder of(String boundary) {
    if (!MultipartDecoder.isBoundary(boundary)) {
      throw new IllegalArgumentException(
          "boundary: expected 1 to 70 letters, digits and '()+_,-./:=?, found something else");
    }
    return new MultipartEncoder(boundary);
  }

  /// What is between the parts.
  public String boundary() {
    return boundary;
  }

  /// How many bytes the start of a part takes.
  public int beginSize(Headers headers) {
    var fields = (Fields) headers;
    int size = delimiter.length + 4;
    for (int i = 0; i < fields.size(); i++) {
      size += fields.wireSize(i);
    }
    return size;
  }

  /// Writes the start of a part; its content comes behind.
  public void begin(ByteBuffer out, Headers headers) {
    var fields = (Fields) headers;
    out.put(delimiter);
    lineEnd(out);
    for (int i = 0; i < fields.size(); i++) {
      fields.writeTo(out, i);
    }
    lineEnd(out);
  }

  /// How many bytes the end takes.
  public int finishSize() {
    return delimiter.length + 4;
  }

  /// Writes the end of the last part and of all.
  public void finish(ByteBuffer out) {
    out.put(delimiter).put((byte) '-').put((byte) '-');
    lineEnd(out);
  }

  private static void lineEnd(ByteBuffer out) {
    out.put((byte) '\r').put((byte) '\n');
  }
}
