package dev.treadle;

import org.jspecify.annotations.Nullable;

/// The entry check of waits.
final class Checks {

  private Checks() {}

  static void checkCancelled(@Nullable Strand strand) {
    if (strand == null) {
      if (Thread.currentThread().isInterrupted()) {
        throw interruptedOutsideTasks();
      }
    } else if (strand.isStruck() || Thread.currentThread().isInterrupted()) {
      strike(strand);
    }
  }

  private static void strike(Strand strand) {
    int entered = strand.enterWait();
    if (entered != WakeWord.WAIT) {
      throw strand.cancelled(entered);
    }
    if (strand.isHit()) {
      throw strand.thrown();
    }
    strand.leaveWait();
  }

  /// Throws if a scope around the calling code is cancelled, even if its canceller has not come
  /// here yet.
  static void checkScopes() {
    var strand = Strand.currentOrNull();
    if (strand != null && Scope.cancelledFrom(strand.innermost()) != null) {
      throw strand.thrown();
    }
  }

  /// On a thread that runs no task the flag stays set: it is its owner's.
  static Cancelled interruptedOutsideTasks() {
    return new Cancelled(
        new Cancelled.Origin(
            "interrupted", "a wait of " + Thread.currentThread().getName(), "Thread.interrupt()"));
  }
}
