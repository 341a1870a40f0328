package dev.treadle;

/// A request to stop that does not interrupt anything: the soft half of a cancellation with grace.
///
/// Listeners stop accepting, loops end after their round; waits go on as before. When the grace is
/// over, what still runs is cancelled. Obtained from [CancelScope#stopping()].
///
/// @see TaskGroup#cancel(String, java.time.Duration)
public interface StopSignal {

  /// Returns whether a stop was requested.
  boolean isRequested();

  /// Waits until a stop is requested.
  ///
  /// @throws Cancelled if the task is cancelled first
  /// @throws IllegalStateException if the signal belongs to a scope of another thread
  void await();

  /// Waits until a stop is requested or a time has passed, whichever is first.
  ///
  /// @param duration how long to wait at most, not negative
  /// @return whether a stop was requested
  /// @throws Cancelled if the task is cancelled first
  /// @throws IllegalArgumentException if the duration is negative
  boolean await(java.time.Duration duration);
}
