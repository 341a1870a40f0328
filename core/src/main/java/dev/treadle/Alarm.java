package dev.treadle;

import dev.treadle.seam.World;
import java.util.ArrayDeque;
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
    timer = world.schedule(Durations.difference(nanos, world.nanoTime()), this);
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
    // Outermost first, in whatever strand it is: on equal deadlines the outermost one throws.
    var passed = new ArrayDeque<Scope>();
    long next = Durations.NEVER;
    boolean ours = true;
    for (var scope = strand.innermost(); scope != null; scope = scope.parent) {
      long deadline = scope.pendingDeadline();
      if (deadline <= now) {
        passed.push(scope);
      } else if (ours) {
        next = Math.min(next, deadline);
      }
      ours = ours && scope != strand;
    }
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      long deadline = group.pendingDeadline();
      if (deadline <= now) {
        passed.add(group); // which may have no body, and be around nothing here
      } else {
        next = Math.min(next, deadline);
      }
    }
    passed.forEach(Scope::expired);
    if (next != Durations.NEVER) {
      noLaterThan(next);
    }
  }

  private synchronized void rang() {
    cancelTimer();
    due = Durations.NEVER;
  }
}
