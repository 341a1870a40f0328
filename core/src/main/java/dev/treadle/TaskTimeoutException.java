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

  private final @Nullable String task;
  private final Duration limit;

  /// A block did not end within its limit.
  TaskTimeoutException(Duration limit, @Nullable Throwable cause) {
    super(null, cause);
    this.task = null;
    this.limit = limit;
  }

  /// A task, or a group, did not end before the deadline that somebody set on it.
  TaskTimeoutException(String task, @Nullable Throwable cause) {
    super(null, cause);
    this.task = task;
    this.limit = Duration.ZERO;
  }

  /// Returns the time limit that was exceeded; zero if it was a deadline set on a task's scope.
  public Duration limit() {
    return limit;
  }

  /// Put together when somebody asks: most are never printed.
  @Override
  public String getMessage() {
    return task == null
        ? "expected to end within " + limit + ", and did not"
        : task + ": expected to end before its deadline, and did not";
  }
}
