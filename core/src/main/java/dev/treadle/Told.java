package dev.treadle;

/// What running code has heard of its cancellation.
enum Told {
  /// Nothing: the next wait must say it, whosever it is.
  NOTHING,

  /// An `InterruptedException` of the JDK. If it was swallowed, an interrupt says it again later.
  INTERRUPTED,

  /// A [Cancelled]. Only waits of ours say it again.
  CANCELLED
}
