package dev.treadle.http.wire;

/// How much of a message's head is read before it is refused.
///
/// @param startLine how many bytes the request line or status line may have
/// @param headerBytes how many bytes all fields of a head, or all trailers, may have together, line
///   ends included
/// @param headerCount how many fields a head, or the trailers, may have
public record MessageLimits(int startLine, int headerBytes, int headerCount) {

  /// What is used unless said otherwise: 8 KiB, 32 KiB and 100.
  public static final MessageLimits DEFAULT = new MessageLimits(8 * 1024, 32 * 1024, 100);

  private static final int MAX_BYTES = 16 * 1024 * 1024;

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if one is less than 1 or makes no sense
  public MessageLimits {
    check("startLine", startLine, MAX_BYTES);
    check("headerBytes", headerBytes, MAX_BYTES);
    check("headerCount", headerCount, 100_000);
  }

  private static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d, found %d".formatted(name, max, value));
    }
  }
}
