package dev.treadle.benchmarks.http;

import java.nio.charset.StandardCharsets;

/// What every server of this area answers: the same bytes, so that only the way there differs.
final class Answers {

  static final String PLAIN = "/plaintext";
  static final String JSON = "/json";
  static final String SLEEP = "/sleep";

  /// As [#SLEEP], but for [#SECOND_MILLIS].
  static final String SECOND = "/second";

  /// A body that is written piece by piece, with a length that nobody has said before.
  static final String STREAM = "/stream";

  /// A WebSocket that sends each text back.
  static final String SOCKET = "/socket";

  static final int SLEEP_MILLIS = 10;
  static final int SECOND_MILLIS = 1000;

  static final String TEXT_TYPE = "text/plain";
  static final String JSON_TYPE = "application/json";
  static final String BYTES_TYPE = "application/octet-stream";

  /// How many pieces [#STREAM] has.
  static final int PIECES = 64;

  /// All pieces together have 1 MiB.
  private static final byte[] PIECE = new byte[16 * 1024];

  private static final byte[] TEXT = "Hello, World!".getBytes(StandardCharsets.US_ASCII);

  private Answers() {}

  static byte[] text() {
    return TEXT;
  }

  static byte[] piece() {
    return PIECE;
  }

  /// A small object, put together for each request as an encoder that is written by hand does.
  static byte[] json() {
    var builder = new StringBuilder(64);
    builder.append("{\"message\":\"").append("Hello, World!").append("\",\"id\":").append(42);
    return builder.append('}').toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
