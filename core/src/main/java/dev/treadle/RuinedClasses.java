package dev.treadle;

import dev.treadle.internal.LintState;
import dev.treadle.internal.LintState.Finding;
import java.time.Duration;
import java.util.Arrays;

/// Notices class initialisers that were cancelled.
///
/// Whoever needs such a class from then on gets a `NoClassDefFoundError`, which says nothing of a
/// cancellation.
final class RuinedClasses {

  /// Between two looks at a stack: where thousands are cancelled at a time, each of them would be
  /// felt.
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private static final String INITIALISER = "<clinit>";

  private static volatile long looked;

  private RuinedClasses() {}

  /// Looks whether what was thrown came out of a class initialiser on its way to the end of this
  /// scope. Called where it goes no further.
  static void lookFor(Scope scope, Throwable thrown) {
    var world = scope.strand().world();
    if (!(thrown instanceof Cancelled cancelled)
        || world.isSimulated() // where a class initialiser that waits fails the test
        || !LintState.SWALLOWED_CANCELLATION.isOn()) {
      return;
    }
    long now = world.nanoTime();
    if (now - looked >= PAUSE_NANOS) {
      looked = now;
      look(scope, cancelled);
    }
  }

  private static void look(Scope scope, Cancelled cancelled) {
    var stack = cancelled.getStackTrace();
    int at = 0;
    while (at < stack.length && !stack[at].getMethodName().equals(INITIALISER)) {
      at++;
    }
    if (at < stack.length && at < stack.length - framesAround(scope)) {
      report(scope, cancelled, stack[at].getClassName());
    }
  }

  // An initialiser around the scope goes on.
  private static long framesAround(Scope scope) {
    if (scope instanceof Strand) {
      return 0;
    }
    return Arrays.stream(new Throwable().getStackTrace())
        .dropWhile(frame -> Sites.isOurs(frame.getClassName()))
        .count();
  }

  private static void report(Scope scope, Cancelled cancelled, String type) {
    var _ =
        LintState.SWALLOWED_CANCELLATION.report(
            new Finding(
                INITIALISER + " " + type,
                scope.strand().describe()
                    + " was cancelled ("
                    + cancelled.reason()
                    + ") in the initialiser of class "
                    + type
                    + ", which cannot be used any more: NoClassDefFoundError from now on; wait"
                    + " before the class is needed, or put the wait into Treadle.shield",
                cancelled.getStackTrace()));
  }
}
