package dev.treadle.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks UTF-8 as it comes, cut anywhere, and finds a mistake at the first byte that is one (RFC
/// 3629, and table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above
/// U+10FFFF).
final class Utf8Check {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private static final int LOWEST = 0x80;
  private static final int HIGHEST = 0xBF;

  /// How many bytes the current character still misses.
  private int missing;

  /// What the next of them may be.
  private int lowest = LOWEST;

  private int highest = HIGHEST;

  /// Checks some more bytes; `false` if they cannot be UTF-8 any more.
  boolean accepts(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (missing == 0) {
        at = skipAscii(bytes, at, to);
      }
      if (at < to && !accepts(bytes[at++] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /// Whether no character is cut off.
  boolean isComplete() {
    return missing == 0;
  }

  void reset() {
    missing = 0;
    lowest = LOWEST;
    highest = HIGHEST;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private boolean accepts(int next) {
    if (missing == 0) {
      return begins(next);
    }
    boolean inRange = next >= lowest && next <= highest;
    lowest = LOWEST;
    highest = HIGHEST;
    missing--;
    return inRange;
  }

  private boolean begins(int first) {
    if (first < 0x80) {
      return true;
    }
    missing = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    switch (first) {
      case 0xE0 -> lowest = 0xA0;
      case 0xED -> highest = 0x9F;
      case 0xF0 -> lowest = 0x90;
      case 0xF4 -> highest = 0x8F;
      default -> {}
    }
    return first >= 0xC2 && first <= 0xF4;
  }
}
