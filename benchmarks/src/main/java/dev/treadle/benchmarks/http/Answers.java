package dev.treadle.benchmarks.http;

import java.nio.charset.StandardCharsets;

/// What every server of this area answers: the same bytes, so that only the way there differs.
final class Answers {

  static final String PLAIN = "/plaintext";
  static final String JSON = "/json";
  static final String SLEEP = "/sleep";

  static final int SLEEP_MILLIS = 10;

  static final String TEXT_TYPE = "text/plain";
  static final String JSON_TYPE = "application/json";

  private static final byte[] TEXT = "Hello, World!".getBytes(StandardCharsets.US_ASCII);

  private Answers() {}

  static byte[] text() {
    return TEXT;
  }

  /// A small object, put together for each request as an encoder that is written by hand does.
  static byte[] json() {
    var builder = new StringBuilder(64);
    builder.append("{\"message\":\"").append("Hello, World!").append("\",\"id\":").append(42);
    return builder.append('}').toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
