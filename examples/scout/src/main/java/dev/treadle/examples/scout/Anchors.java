package dev.treadle.examples.scout;

import java.util.Arrays;
import java.util.Collection;

/// The places on a page that fragments can lead to.
///
/// A site of a hundred thousand pages has millions of them, so 64 bits are kept of each instead of
/// its name: two of a million names are taken for each other once in ten million sites.
final class Anchors {

  static final Anchors NONE = new Anchors(new long[0]);

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final long[] hashes;

  private Anchors(long[] hashes) {
    this.hashes = hashes;
  }

  static Anchors of(Collection<String> names) {
    if (names.isEmpty()) {
      return NONE;
    }
    var hashes = names.stream().mapToLong(Anchors::hash).sorted().toArray();
    return new Anchors(hashes);
  }

  boolean contains(String name) {
    return Arrays.binarySearch(hashes, hash(name)) >= 0;
  }

  /// FNV-1a over the characters.
  private static long hash(String name) {
    long hash = OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * PRIME;
    }
    return hash;
  }
}
