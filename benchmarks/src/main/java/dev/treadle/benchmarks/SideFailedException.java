package dev.treadle.benchmarks;

/// Thrown when a side gave no value; the message holds the end of what it printed.
public final class SideFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean atLimit;

  SideFailedException(String message, boolean atLimit) {
    super(message);
    this.atLimit = atLimit;
  }

  /// Returns whether the program was ended because its time was over.
  boolean atLimit() {
    return atLimit;
  }
}
