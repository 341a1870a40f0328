package dev.treadle.io;

import java.io.IOException;

/// A write to the stream was cancelled midway: the other end has some of its bytes and will never
/// have the rest, so nothing sensible can follow. All that is left is to close it.
public final class BrokenStreamException extends IOException {

  private static final long serialVersionUID = 1;

  /// Says how far the write got.
  ///
  /// @param written how many bytes were written, at least 1
  /// @param total how many there were to write
  public BrokenStreamException(long written, long total) {
    super(
        "the stream is broken: a write was cancelled after %d of %d bytes"
            .formatted(written, total));
  }
}
