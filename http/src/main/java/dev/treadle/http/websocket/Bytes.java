package dev.treadle.http.websocket;

import java.util.Arrays;

/// Bytes that come at one end and go at the other; the array grows with what is really there.
final class Bytes {

  private static final byte[] NONE = {};
  private static final int LEAST = 256;

  /// An array of at most this size is kept when it is empty.
  private static final int KEPT = 4096;

  private byte[] array = NONE;
  private int from;
  private int to;

  byte[] array() {
    return array;
  }

  /// Where the first byte is.
  int from() {
    return from;
  }

  /// Where the next byte goes.
  int to() {
    return to;
  }

  int size() {
    return to - from;
  }

  /// Returns how much room there is behind the last byte.
  int room() {
    return array.length - to;
  }

  /// Makes room for at least so many more bytes.
  void reserve(int more) {
    if (room() >= more) {
      return;
    }
    int size = size();
    if (array.length - size >= more && from >= array.length / 2) {
      System.arraycopy(array, from, array, 0, size);
    } else {
      var grown = new byte[Math.max(LEAST, (int) Math.max(grown(), (long) size + more))];
      System.arraycopy(array, from, grown, 0, size);
      array = grown;
    }
    from = 0;
    to = size;
  }

  private long grown() {
    return Math.min((long) size() * 2, Integer.MAX_VALUE - 8);
  }

  void append(byte[] bytes, int at, int count) {
    reserve(count);
    System.arraycopy(bytes, at, array, to, count);
    to += count;
  }

  void append(int single) {
    reserve(1);
    array[to++] = (byte) single;
  }

  /// Says that so many bytes were put behind the last one.
  void added(int count) {
    to += count;
  }

  /// Takes back the last so many bytes.
  void removeLast(int count) {
    to -= count;
  }

  /// Says that the first so many bytes were taken.
  void taken(int count) {
    from += count;
    if (from == to) {
      clear();
    }
  }

  byte[] copy() {
    return Arrays.copyOfRange(array, from, to);
  }

  /// Forgets everything, and gives back an array that is large.
  void clear() {
    from = 0;
    to = 0;
    if (array.length > KEPT) {
      array = NONE;
    }
  }
}
