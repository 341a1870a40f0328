package dev.treadle.benchmarks;

/// Thrown when a side gave no value; the message holds the end of what it printed.
public final class SideFailedException extends Exception {

  private static final long serialVersionUID = 1;

  SideFailedException(String message) {
    super(message);
  }
}
