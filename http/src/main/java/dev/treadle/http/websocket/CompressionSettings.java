package dev.treadle.http.websocket;

import java.util.zip.Deflater;

/// How an end compresses messages, if the other agrees (permessage-deflate, RFC 7692).
///
/// An end that keeps its context compresses small messages much better, because they may refer to
/// those before. It costs native memory for as long as the WebSocket is open: some 300 KB to send
/// and 45 KB to receive. Without context, which is the default, memory is held while a message is
/// under way only.
///
/// Windows always have the full 32 KiB, as the JDK's zlib cannot be told otherwise: a peer's offer
/// that asks for less is not agreed to.
///
/// @param keepsSending whether this end keeps its context from message to message
/// @param keepsReceiving whether the peer may keep its context
/// @param threshold messages of fewer bytes are sent as they are
/// @param level from 1, fast, to 9, small
public record CompressionSettings(
    boolean keepsSending, boolean keepsReceiving, int threshold, int level) {

  private static final CompressionSettings DEFAULT = new CompressionSettings(false, false, 256, 6);

  /// Checks them.
  ///
  /// @throws IllegalArgumentException if the threshold is negative or the level not from 1 to 9
  public CompressionSettings {
    var _ = Checks.atLeast("threshold", 0, threshold);
    if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
      throw new IllegalArgumentException("level: expected 1 to 9, found " + level);
    }
  }

  /// Returns settings that keep no context, leave messages of less than 256 bytes alone, and
  /// compress with level 6.
  public static CompressionSettings withoutContext() {
    return DEFAULT;
  }

  /// Returns settings that keep context at both ends, leave messages of less than 32 bytes alone,
  /// and compress with level 6.
  public static CompressionSettings withContext() {
    return new CompressionSettings(true, true, 32, 6);
  }

  /// Returns these settings with another threshold, in bytes.
  ///
  /// @throws IllegalArgumentException if it is negative
  public CompressionSettings withThreshold(int threshold) {
    return new CompressionSettings(keepsSending, keepsReceiving, threshold, level);
  }

  /// Returns these settings with another level.
  ///
  /// @throws IllegalArgumentException if it is not from 1 to 9
  public CompressionSettings withLevel(int level) {
    return new CompressionSettings(keepsSending, keepsReceiving, threshold, level);
  }
}
