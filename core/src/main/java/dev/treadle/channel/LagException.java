package dev.treadle.channel;

/// Thrown to a subscriber that was too slow and wanted to hear of it.
///
/// {@snippet class=dev.treadle.channel.BroadcastSnippets region=lag lang=java}
///
/// @see Lag#FAIL
public final class LagException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long missed;

  LagException(String message, long missed) {
    super(message);
    this.missed = missed;
  }

  /// Returns how many elements it had missed when it found out.
  public long missed() {
    return missed;
  }
}
