package dev.treadle.io;

import java.io.IOException;

/// The other end sent more than the caller was ready to take, such as a line that does not end.
///
/// What was read is still in the [ByteReader], but to go on would be to trust an end that is broken
/// or hostile: usually the stream is closed now.
public final class LimitExceededException extends IOException {

  private static final long serialVersionUID = 1;

  /// The most that would have been taken.
  private final long limit;

  /// Says what was too long.
  ///
  /// @param what such as `a line`
  /// @param limit how many bytes it may have at most
  public LimitExceededException(String what, long limit) {
    super("%s is longer than the limit of %d bytes".formatted(what, limit));
    this.limit = limit;
  }

  /// Returns how many bytes there may be at most.
  public long limit() {
    return limit;
  }
}
