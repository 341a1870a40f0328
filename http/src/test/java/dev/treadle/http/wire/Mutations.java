package dev.treadle.http.wire;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/// Makes inputs out of inputs.
final class Mutations {

  private static final int MAX_LENGTH = 2048;
  private static final String NASTY = "\r\n\0 \t:;,=\"\\%&/?#@[]-+.0Ff9\u007f\u0080\u00ff";

  private final Random random;
  private final List<byte[]> words;

  Mutations(Random random, List<String> words) {
    this.random = random;
    this.words = words.stream().map(Wire::bytes).toList();
  }

  /// An input that is another one changed in a few places, or made of words.
  byte[] next(List<byte[]> corpus) {
    if (random.nextInt(8) == 0) {
      return sentence();
    }
    var bytes = pick(corpus);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes = change(bytes, corpus);
    }
    return bytes.length > MAX_LENGTH ? cut(bytes, 0, MAX_LENGTH) : bytes;
  }

  private byte[] sentence() {
    var out = new ByteArrayOutputStream();
    for (int count = 1 + random.nextInt(12); count > 0; count--) {
      out.writeBytes(word());
    }
    return out.toByteArray();
  }

  private byte[] change(byte[] bytes, List<byte[]> corpus) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(8)) {
      case 0 -> replaced(bytes, at, at, new byte[] {nasty()});
      case 1 -> replaced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {nasty()});
      case 2 -> replaced(bytes, at, at, word());
      case 3 -> replaced(bytes, at, to, word());
      case 4 -> replaced(bytes, at, to, new byte[0]);
      case 5 -> replaced(bytes, at, at, cut(bytes, at, to));
      case 6 -> flipped(bytes, at);
      default -> spliced(bytes, at, pick(corpus));
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (at == bytes.length) {
      return bytes;
    }
    var flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] spliced(byte[] bytes, int at, byte[] other) {
    return replaced(
        bytes, at, bytes.length, cut(other, random.nextInt(other.length + 1), other.length));
  }

  private byte[] word() {
    var word = pick(words);
    return random.nextInt(16) == 0 ? repeated(word) : word;
  }

  private byte[] repeated(byte[] word) {
    var out = new ByteArrayOutputStream();
    for (int count = random.nextInt(300); count > 0; count--) {
      out.writeBytes(word);
    }
    return out.toByteArray();
  }

  private byte nasty() {
    return (byte)
        (random.nextInt(4) == 0
            ? random.nextInt(256)
            : NASTY.charAt(random.nextInt(NASTY.length())));
  }

  private byte[] pick(List<byte[]> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] cut(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
    var out = new ByteArrayOutputStream(bytes.length + with.length);
    out.write(bytes, 0, from);
    out.writeBytes(with);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
