package dev.treadle.sync;

import dev.treadle.Hold;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The token of permits.
class PermitToken extends Hold implements Token {

  private static final int OPEN = 0;
  private static final int LOST = 1;
  private static final int CLOSED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PermitToken.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int permits;
  private final PermitLine line;
  private volatile int state;

  PermitToken(PermitLine line, int permits) {
    this.line = line;
    this.permits = permits;
  }

  /// The permits are the caller's now.
  Token acquired() {
    taken();
    return this;
  }

  @Override
  public final void close() {
    if (end()) {
      closed();
      line.release(permits);
    }
  }

  /// It was open and is no longer; the permits are to be given back.
  void closed() {}

  /// Returns whether it was this call that ended it.
  private boolean end() {
    int before = (int) STATE.getAndSet(this, CLOSED);
    if (before == CLOSED) {
      return false;
    }
    if (before == LOST) {
      line.found(permits);
    }
    givenBack();
    return true;
  }

  @Override
  public Token adopt() {
    return adoptAs(new PermitToken(line, permits));
  }

  final Token adoptAs(PermitToken mine) {
    if (!end()) {
      throw notOpen();
    }
    return mine.acquired();
  }

  final IllegalStateException notOpen() {
    return new IllegalStateException(
        line
            + ": expected a token that is open to be taken over, found one that was closed or taken"
            + " over");
  }

  final boolean isOpen() {
    return state != CLOSED;
  }

  final Thread thread() {
    return holder();
  }

  @Override
  protected final void abandoned(String by) {
    if (STATE.compareAndSet(this, OPEN, LOST)) {
      line.lost(permits, by);
    }
  }
}
