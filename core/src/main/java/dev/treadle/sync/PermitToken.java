package dev.treadle.sync;

import dev.treadle.Holdings;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The token of permits.
class PermitToken implements Token {

  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(PermitToken.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int permits;

  /// Of the task that has it; `null` if a thread has it that runs none.
  final @Nullable Holdings holdings;

  private final PermitLine line;
  private volatile boolean closed;

  PermitToken(PermitLine line, int permits, @Nullable Holdings holdings) {
    this.line = line;
    this.permits = permits;
    this.holdings = holdings;
  }

  /// The permits are the caller's now.
  PermitToken acquired() {
    if (holdings != null) {
      holdings.took(line, permits);
    }
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
    if (closed || !CLOSED.compareAndSet(this, false, true)) {
      return false;
    }
    if (holdings != null && !holdings.gaveBack(line, permits)) {
      line.found(permits);
    }
    return true;
  }

  @Override
  public Token adopt() {
    return adoptAs(new PermitToken(line, permits, Holdings.current()));
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
    return !closed;
  }

  @Override
  public final String toString() {
    return "token of " + line;
  }
}
