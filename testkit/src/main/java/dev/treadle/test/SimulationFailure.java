package dev.treadle.test;

/// What the simulation itself has to say against a test; its message is the report.
///
/// An assertion or exception of the test's own comes out of a simulation as itself, never wrapped
/// in this.
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// Threads wait and nothing can wake them.
    DEADLOCK,
    /// More steps than the limit.
    LIVELOCK,
    /// Threads or resources left over at the end.
    LEAK,
    /// A hermetic simulation had to do with a thread outside: one inside started it or gave it
    /// work, or was woken by it.
    OUTSIDE,
    /// A thread ran on without ever giving way.
    STALL,
    /// The real time allowed for the test is over.
    TIMEOUT,
    /// The same seed gave two different runs, or a token does not fit.
    NONDETERMINISM,
    /// A property such as `treadle.replay` cannot be understood.
    BAD_TOKEN
  }

  private final Kind kind;

  SimulationFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Returns what went wrong.
  public Kind kind() {
    return kind;
  }
}
