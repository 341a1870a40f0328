package dev.treadle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A block did not end within its time limit; it was cancelled and has ended by now.
///
/// Its cause is the [Cancelled] (or the JDK's exception for an interrupt) that ended the block: its
/// stack trace shows what took so long. There is none if the limit had passed before the block
/// began.
///
/// @see Treadle#timeout
public final class TaskTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration limit;

  TaskTimeoutException(String message, Duration limit, @Nullable Throwable cause) {
    super(message, cause);
    this.limit = limit;
  }

  /// Returns the time limit that was exceeded.
  public Duration limit() {
    return limit;
  }
}
