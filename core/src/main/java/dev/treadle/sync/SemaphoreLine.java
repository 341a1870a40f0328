package dev.treadle.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The permits of a semaphore, and who waits for them.
///
/// One number holds both counts: how many permits are there, in the lower half, and how many were
/// taken without a token, in the upper. So a bounded semaphore can say exactly what may be
/// released.
final class SemaphoreLine extends PermitLine {

  private static final VarHandle STATE;
  private static final int TAKEN = 32;
  private static final long AVAILABLE = 0xFFFF_FFFFL;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SemaphoreLine.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable String name;
  private volatile long state;

  SemaphoreLine(@Nullable String name, int permits, boolean strict) {
    super(strict);
    this.name = name;
    this.state = permits;
  }

  int available() {
    return (int) Math.min(Integer.MAX_VALUE, state & AVAILABLE);
  }

  @Override
  boolean has(int permits) {
    return (state & AVAILABLE) >= permits;
  }

  @Override
  boolean take(int permits) {
    return take(permits, -permits);
  }

  private boolean take(int permits, long change) {
    while (true) {
      long before = state;
      if ((before & AVAILABLE) < permits) {
        return false;
      }
      if (STATE.compareAndSet(this, before, before + change)) {
        return true;
      }
    }
  }

  @Override
  void put(int permits) {
    STATE.getAndAdd(this, (long) permits);
  }

  /// Turns permits that a token was to get into ones taken without.
  void takenForGood(int permits) {
    STATE.getAndAdd(this, (long) permits << TAKEN);
  }

  /// Puts back, or adds, permits that no token stands for.
  ///
  /// @param bounded whether only as many may be put back as were taken without a token
  void putLoose(int permits, boolean bounded) {
    while (true) {
      long before = state;
      long taken = before >>> TAKEN;
      if (bounded && taken < permits) {
        throw new IllegalStateException(
            this
                + ": expected to be given back at most what was taken, "
                + taken
                + ", found "
                + permits
                + "; what acquire() returned is given back by its close()");
      }
      if ((before & AVAILABLE) + permits > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            this
                + ": expected at most "
                + Integer.MAX_VALUE
                + " permits, found "
                + permits
                + " more");
      }
      long untaken = Math.min(taken, permits) << TAKEN;
      if (STATE.compareAndSet(this, before, before - untaken + permits)) {
        release(0);
        return;
      }
    }
  }

  @Override
  String variable() {
    return "semaphore";
  }

  @Override
  public String toString() {
    return name == null ? "a semaphore" : "semaphore '" + name + "'";
  }
}
