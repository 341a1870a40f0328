package dev.treadle.examples.scout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A page as it came, on its way to be parsed.
final class Fetched {

  final Entry entry;
  final int status;
  final byte[] content;

  /// What its answer said, if anything.
  final @Nullable String charset;

  /// From asking for it to its last byte.
  final Duration duration;

  Fetched(Entry entry, int status, byte[] content, @Nullable String charset, Duration duration) {
    this.entry = entry;
    this.status = status;
    this.content = content;
    this.charset = charset;
    this.duration = duration;
  }
}
