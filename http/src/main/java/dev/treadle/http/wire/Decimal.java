package dev.treadle.http.wire;

import java.nio.ByteBuffer;

/// Numbers in decimal digits: no sign, no space, no overflow.
final class Decimal {

  private static final int MAX_DIGITS = 18;

  private Decimal() {}

  /// The number, or -1 if it is none of up to 18 digits.
  static long parse(byte[] bytes, int from, int to) {
    if (from == to || to - from > MAX_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /// Writes a number that is not negative. There must be room.
  static void write(ByteBuffer out, long number) {
    int end = out.position() + digits(number);
    long rest = number;
    for (int i = end - 1; i >= out.position(); i--) {
      out.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    out.position(end);
  }
}
