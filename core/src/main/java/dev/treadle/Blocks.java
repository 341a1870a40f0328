package dev.treadle;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The blocks that run in their caller's thread: a scope is entered, the body runs, the scope is
/// left, and what the body threw is read in the light of who was cancelled.
final class Blocks {

  /// How far down a chain of causes an interrupt is looked for.
  private static final int MAX_CAUSES = 8;

  private Blocks() {}

  // --- Timeouts

  static <T extends @Nullable Object, X extends Exception> T timeout(
      Duration duration, Body<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> timeout(duration, body));
    }
    long deadline = Durations.deadline(strand.world().nanoTime(), duration);
    var scope = new TimeoutScope(strand, duration);
    if (!duration.isPositive()) {
      throw scope.timedOut(null);
    }
    return within(scope, deadline, body);
  }

  static <T extends @Nullable Object, X extends Exception> T timeoutAt(
      Deadline deadline, Body<T, X> body) throws X {
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> timeoutAt(deadline, body));
    }
    var scope = new TimeoutScope(strand, deadline.remaining());
    if (deadline.hasPassed()) {
      throw scope.timedOut(null);
    }
    return within(scope, deadline.nanos(), body);
  }

  /// Runs the body in a scope that fails when it is cancelled.
  private static <T extends @Nullable Object, X extends Exception> T within(
      Scope scope, long deadline, Body<T, X> body) throws X {
    enter(scope, deadline);
    T value;
    try {
      value = body.run();
    } catch (Throwable thrown) {
      throw Sneaky.<RuntimeException>rethrow(
          leave(scope, thrown) ? failure(scope, thrown) : thrown);
    }
    leave(scope);
    return value;
  }

  /// What a scope's own cancellation means to a caller who needs the value.
  static RuntimeException failure(Scope scope, Throwable thrown) {
    RuinedClasses.lookFor(scope, thrown);
    var cancellation = scope.cancellation();
    if (scope instanceof TimeoutScope timeout && cancellation != null && cancellation.byDeadline) {
      return timeout.timedOut(thrown);
    }
    // Somebody cancelled the scope by hand, and nobody may meet a bare Cancelled outside of it.
    return TaskFailedException.of(
        thrown instanceof Cancelled || cancellation == null
            ? thrown
            : because(new Cancelled(cancellation.origin), thrown));
  }

  /// Runs a block that must return a value in a scope without a deadline of its own.
  static <T extends @Nullable Object, X extends Exception> T in(Scope scope, Body<T, X> body)
      throws X {
    return within(scope, Durations.NEVER, body);
  }

  // --- Blocks that are given up

  static <T extends @Nullable Object, X extends Exception> T moveOnAfter(
      Duration duration, Body<T, X> body, T otherwise) throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> moveOnAfter(duration, body, otherwise));
    }
    long deadline = Durations.deadline(strand.world().nanoTime(), duration);
    if (!duration.isPositive()) {
      return otherwise;
    }
    return within(new TimeoutScope(strand, duration), deadline, body, otherwise);
  }

  static <T extends @Nullable Object, X extends Exception> T cancellable(
      Step<? super CancelScope, T, X> body, T otherwise) throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> cancellable(body, otherwise));
    }
    var scope = new Block(strand.innermost(), strand);
    return within(scope, Durations.NEVER, () -> body.apply(scope), otherwise);
  }

  private static <T extends @Nullable Object, X extends Exception> T within(
      Scope scope, long deadline, Body<T, X> body, T otherwise) throws X {
    enter(scope, deadline);
    T value;
    try {
      value = body.run();
    } catch (Throwable thrown) {
      if (leave(scope, thrown)) {
        RuinedClasses.lookFor(scope, thrown);
        Lints.unheardIn(scope, thrown);
        return otherwise;
      }
      throw Sneaky.<RuntimeException>rethrow(thrown);
    }
    leave(scope);
    return value;
  }

  static <X extends Exception> Body<Boolean, X> returningTrue(Action<X> action) {
    Objects.requireNonNull(action, "body");
    return () -> {
      action.run();
      return Boolean.TRUE;
    };
  }

  // --- Entering and leaving

  static void enter(Scope scope, long deadline) {
    var strand = scope.strand();
    if (deadline == Durations.NEVER) {
      strand.enter(scope);
      return;
    }
    scope.initialDeadline(deadline);
    strand.enter(scope);
    strand.alarm().noLaterThan(deadline);
  }

  /// Leaves a scope whose body returned.
  static void leave(Scope scope) {
    var strand = scope.strand();
    strand.enter(Objects.requireNonNull(scope.parent));
    try {
      OpenGroups.requireNoneIn(scope);
    } finally {
      if (scope.seal() != null) {
        resettle(strand);
      }
    }
  }

  /// A scope of the strand that was cancelled has been left, and the code goes on.
  static void resettle(Strand strand) {
    if (Scope.cancelledFrom(strand.innermost()) == null) {
      strand.toRun();
    } else {
      strand.toSent();
    }
  }

  /// Leaves a scope whose body threw. Returns whether the scope's own cancellation ends here; if
  /// not, the caller throws on what was thrown, unless this throws the [Cancelled] that it stands
  /// for.
  static boolean leave(Scope scope, Throwable thrown) {
    var strand = scope.strand();
    strand.enter(Objects.requireNonNull(scope.parent));
    OpenGroups.closeAllIn(scope, thrown);
    boolean told = saysCancelled(thrown);
    var own = scope.seal();
    if (Scope.cancelledFrom(scope.parent) != null) {
      unwind(strand, thrown, told, own);
      return false;
    }
    if (own != null) {
      strand.toRun();
    }
    return own != null && told;
  }

  // A scope further out is cancelled: it is the one to convert.
  private static void unwind(
      Strand strand, Throwable thrown, boolean told, @Nullable Cancellation own) {
    if (told) {
      strand.toThrown();
      if (!(thrown instanceof Cancelled)) {
        throw translated(strand, thrown);
      }
    } else if (own != null) {
      strand.toSent();
    }
  }

  static Cancelled translated(Strand strand, @Nullable Throwable thrown) {
    return because(strand.cancelled(), thrown);
  }

  private static Cancelled because(Cancelled cancelled, @Nullable Throwable thrown) {
    if (thrown != null) {
      cancelled.initCause(thrown);
    }
    return cancelled;
  }

  /// Whether this is what code throws that was cancelled in a wait, ours or the JDK's.
  static boolean saysCancelled(Throwable thrown) {
    if (thrown instanceof Cancelled) {
      return true;
    }
    var cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof TaskFailedException || cause instanceof TaskTimeoutException) {
        return false; // the troubles of other tasks, and of blocks inside
      }
      if (saysInterrupted(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean saysInterrupted(Throwable thrown) {
    return switch (thrown) {
      case InterruptedException _, ClosedByInterruptException _ -> true;
      case SocketException socket -> "Closed by interrupt".equals(socket.getMessage());
      case SocketTimeoutException _ -> false;
      case InterruptedIOException _ -> true;
      default -> false;
    };
  }
}
