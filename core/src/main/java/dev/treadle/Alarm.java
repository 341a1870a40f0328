package dev.treadle;

import dev.treadle.seam.World;
import org.jspecify.annotations.Nullable;

/// The one timer of a strand, for all deadlines of its scopes.
///
/// It is set no later than the earliest deadline, and it may ring too early: then it is set anew.
/// So a block that ends in time need not disarm it, and the next block with the same timeout need
/// not arm it: most timeouts cost no timer at all.
///
/// Its lock is a leaf: whoever holds it calls only the world's timers, which never wait.
final class Alarm implements Runnable {

  private final Strand strand;

  /// When it rings; written under the lock, read without.
  private volatile long due = Durations.NEVER;

  /// Guarded by this.
  private World.@Nullable Timer timer;

  Alarm(Strand strand) {
    this.strand = strand;
  }

  /// Makes it ring at that time or before. The caller has made its deadline visible already, so
  /// that an alarm that rings now finds it.
  void noLaterThan(long nanos) {
    if (due > nanos) {
      setEarlier(nanos);
    }
  }

  private synchronized void setEarlier(long nanos) {
    if (due <= nanos) {
      return;
    }
    cancelTimer();
    due = nanos;
    var world = strand.world();
    timer = world.schedule(nanos - world.nanoTime(), this);
  }

  /// Forgets everything: the strand has ended.
  synchronized void silence() {
    cancelTimer();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// Called by the world's timer.
  @Override
  public void run() {
    rang();
    long now = strand.world().nanoTime();
    long next = expire(strand.innermost(), now);
    // A group that was opened without a body is around nothing that its strand runs.
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      next = Math.min(next, expireItself(group, now));
    }
    if (next != Durations.NEVER) {
      noLaterThan(next);
    }
  }

  private synchronized void rang() {
    cancelTimer();
    due = Durations.NEVER;
  }

  /// Cancels the scopes whose deadline has passed, outermost first, and returns the earliest
  /// deadline that is left.
  private long expire(Scope scope, long now) {
    long next = Durations.NEVER;
    if (scope != strand && scope.parent != null) {
      next = expire(scope.parent, now);
    }
    return Math.min(next, expireItself(scope, now));
  }

  private static long expireItself(Scope scope, long now) {
    long own = scope.ownDeadline();
    if (own == Durations.NEVER || !scope.isArmed()) {
      return Durations.NEVER;
    }
    if (own - now > 0) {
      return own;
    }
    scope.expired();
    return Durations.NEVER;
  }
}
