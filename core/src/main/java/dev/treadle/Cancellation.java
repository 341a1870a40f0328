package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// That a scope was cancelled: why, and whether everybody inside has been told.
final class Cancellation {

  private static final VarHandle DELIVERY;

  private static final int UNDER_WAY = 0;
  private static final int AWAITED = 1;
  private static final int DONE = 2;

  static {
    try {
      DELIVERY = MethodHandles.lookup().findVarHandle(Cancellation.class, "delivery", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Cancelled.Origin origin;
  final boolean byDeadline;
  private volatile int delivery = UNDER_WAY;

  Cancellation(Cancelled.Origin origin, boolean byDeadline) {
    this.origin = origin;
    this.byDeadline = byDeadline;
  }

  /// Everybody inside the scope was told; its owner may leave it.
  void delivered(@Nullable Thread owner) {
    if ((int) DELIVERY.getAndSet(this, DONE) == AWAITED) {
      LockSupport.unpark(owner);
    }
  }

  /// Parks the scope's owner until everybody inside was told: whoever is still telling must not
  /// meet the code behind the scope. It parks and does not spin, because the one it waits for may
  /// need this thread's carrier. Loses the interrupt flag.
  void awaitDelivery() {
    while (delivery != DONE) {
      if (delivery == AWAITED || DELIVERY.compareAndSet(this, UNDER_WAY, AWAITED)) {
        Thread.interrupted();
        LockSupport.park(this);
      }
    }
  }
}
