package dev.treadle.stress;

/// Thrown by a model where the real thing would wait: this cannot be the next thing that happens.
public final class Waits extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// Makes one without a stack; many are thrown, and none is seen.
  public Waits() {
    super("this operation has to wait", null, false, false);
  }
}
