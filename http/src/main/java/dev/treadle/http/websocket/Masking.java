package dev.treadle.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Masks and unmasks payload, which is the same (RFC 6455, 5.3), eight bytes at a time.
final class Masking {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Masking() {}

  /// Masks bytes in place.
  ///
  /// @param key the four bytes of the masking key, the first in the highest byte
  /// @param offset how far into the payload the bytes begin
  static void apply(byte[] bytes, int from, int to, int key, long offset) {
    int turned = Integer.rotateLeft(key, (int) (offset & 3) * Byte.SIZE);
    long wide = Integer.toUnsignedLong(turned) << Integer.SIZE | Integer.toUnsignedLong(turned);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
    }
    for (; at < to; at++) {
      bytes[at] ^= (byte) (wide >>> 56);
      wide = Long.rotateLeft(wide, Byte.SIZE);
    }
  }
}
