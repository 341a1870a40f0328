package dev.treadle.http.wire;

import dev.treadle.http.Status;
import java.nio.charset.StandardCharsets;

/// Statuses and their lines, made once for each that somebody registered.
final class Statuses {

  private static final int LAST = 599;
  private static final Status[] STATUSES = new Status[LAST + 1];
  private static final byte[][] LINES = new byte[LAST + 1][];

  static {
    for (int code = 100; code <= LAST; code++) {
      STATUSES[code] = new Status(code);
      LINES[code] = newLine(STATUSES[code]);
    }
  }

  private Statuses() {}

  static Status of(int code) {
    return code <= LAST ? STATUSES[code] : new Status(code);
  }

  /// The status line, line end included.
  static byte[] line(Status status) {
    return status.code() <= LAST ? LINES[status.code()] : newLine(status);
  }

  private static byte[] newLine(Status status) {
    var line = "HTTP/1.1 %d %s\r\n".formatted(status.code(), status.reason());
    return line.getBytes(StandardCharsets.ISO_8859_1);
  }
}
