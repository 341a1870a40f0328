package dev.treadle;

import dev.treadle.internal.LintState;
import dev.treadle.internal.LintState.Finding;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Notices habits that defeat cancellation, and failures that nobody hears of.
final class Lints {

  private static final AtomicBoolean EXAMINING = new AtomicBoolean();

  private Lints() {}

  // --- Swallowed cancellations

  /// The strand is told for the first time that it is cancelled.
  static void struck(Strand strand, Cancelled cancelled) {
    var cancellation = cancellation(strand);
    if (cancellation != null) {
      cancellation.thrownFirst(strand, cancelled);
    }
  }

  /// The strand was told, went on, and entered another wait.
  static void struckAgain(Strand strand, Cancelled again) {
    var cancellation = cancellation(strand);
    var first = cancellation == null ? null : cancellation.firstThrow(strand);
    var here = Sites.caller(again.getStackTrace());
    var before = first == null ? "an earlier wait" : Sites.caller(first.getStackTrace());
    var finding =
        new Finding(
            before + " " + here,
            strand.describe()
                + " swallowed its cancellation ("
                + again.reason()
                + "): Cancelled was thrown at "
                + before
                + ", and it waits again at "
                + here
                + "; let Cancelled pass, and put cleanup that waits, in finally too, into"
                + " Treadle.shield",
            again.getStackTrace());
    if (LintState.SWALLOWED_CANCELLATION.report(finding) && Flight.isOn()) {
      Flight.swallowed(strand.path(), before, here);
    }
  }

  private static @Nullable Cancellation cancellation(Strand strand) {
    var scope = Scope.cancelledFrom(strand.innermost());
    return scope == null ? null : scope.cancellation();
  }

  // --- Ignored interrupts

  /// The strand was interrupted some time ago and has not noticed. Called by a timer.
  static void ignoresInterrupts(Strand strand, long nanos) {
    if (!LintState.IGNORED_INTERRUPT.isOn()) {
      return;
    }
    if (strand.world().isSimulated()) {
      examine(strand, nanos);
    } else if (EXAMINING.compareAndSet(false, true)) {
      // A timer must not wait, and a stack may have to be waited for. One at a time is enough.
      var _ =
          strand
              .world()
              .virtualThreads()
              .start(() -> {
                try {
                  examine(strand, nanos);
                } finally {
                  EXAMINING.set(false);
                }
              });
    }
  }

  private static void examine(Strand strand, long nanos) {
    var cancellation = cancellation(strand);
    var thread = strand.threadOrNull();
    var stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    if (cancellation == null || stack.length == 0) {
      return;
    }
    var place = Sites.caller(stack);
    var finding =
        new Finding(
            place,
            strand.describe()
                + " was cancelled ("
                + cancellation.origin.reason()
                + ") more than "
                + Duration.ofNanos(nanos)
                + " ago and goes on: it caught an InterruptedException, or computes without"
                + " checkpoint(); it is at "
                + place,
            stack);
    if (LintState.IGNORED_INTERRUPT.report(finding) && Flight.isOn()) {
      Flight.ignoredInterrupt(strand.path(), place);
    }
  }

  // --- Failures nobody hears of

  /// What the code threw when it was cancelled goes no further: only what is suppressed in it, such
  /// as the failure of a `close()`, would be news to anybody.
  static void unheardIn(Scope scope, Throwable cancelled) {
    for (var suppressed : cancelled.getSuppressed()) {
      if (GroupScope.saysNotJoined(suppressed)) {
        unheardIn(scope, suppressed);
      } else if (!Blocks.saysCancelled(suppressed)) {
        unheard(scope, suppressed);
      }
    }
  }

  private static void unheard(Scope scope, Throwable failure) {
    var stack = failure.getStackTrace();
    var _ =
        LintState.UNAWAITED_FAILURE.report(
            new Finding(
                failure.getClass() + " " + Sites.caller(stack),
                scope.describe()
                    + ": a failure that nobody heard of, in the cleanup of a cancelled block: "
                    + failure,
                stack));
  }
}
