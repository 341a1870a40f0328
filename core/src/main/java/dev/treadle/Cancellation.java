package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// That a scope was cancelled: why, and whether everybody inside has been told.
final class Cancellation {

  private static final VarHandle DELIVERY;

  /// How many strands' first throws are remembered.
  private static final int THROWS_KEPT = 16;

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
  private volatile @Nullable Throw thrown;

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

  /// A strand was told for the first time. Remembered for [Lints], as long as there are few; one
  /// may get lost if two come at once.
  void thrownFirst(Strand strand, Cancelled cancelled) {
    var before = thrown;
    int depth = before == null ? 0 : before.depth;
    if (depth < THROWS_KEPT) {
      thrown = new Throw(strand, cancelled, depth + 1, before);
    }
  }

  /// What a strand was told first, if that is known.
  @Nullable Cancelled firstThrow(Strand strand) {
    for (var one = thrown; one != null; one = one.before) {
      if (one.strand == strand) {
        return one.cancelled;
      }
    }
    return null;
  }

  private record Throw(Strand strand, Cancelled cancelled, int depth, @Nullable Throw before) {}

  /// Parks the scope's owner until everybody inside was told: whoever is still telling must not
  /// meet the code behind the scope. It parks and does not spin, because the one it waits for may
  /// need this thread's carrier.
  void awaitDelivery() {
    boolean interrupted = false;
    while (delivery != DONE) {
      if (delivery == AWAITED || DELIVERY.compareAndSet(this, UNDER_WAY, AWAITED)) {
        interrupted |= Thread.interrupted();
        LockSupport.park(this);
      }
    }
    if (interrupted) {
      // If it was ours, the wake word says so, and whoever leaves the scope clears it.
      Thread.currentThread().interrupt();
    }
  }
}
