package dev.treadle.monitor;

import dev.treadle.Action;
import dev.treadle.Body;
import dev.treadle.internal.LintState;
import dev.treadle.internal.Quiet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Habits that do harm, and that Treadle notices while a program runs.
///
/// A finding is logged once for each place, as a warning of the system logger `dev.treadle`, with
/// the stack. Each lint can be switched on and off, here or by the system property
/// `treadle.lint.NAME` (`on` or `off`; the name in lower case with hyphens, as `carrier-hog`).
/// Where a finding is no mistake, it is suppressed: for a block by [#suppress(Action)], for classes
/// by prefixes of their names in `treadle.lint.NAME.ignore`, with commas.
///
/// {@snippet class=dev.treadle.monitor.MonitorSnippets region=suppress lang=java}
public enum Lint {

  /// A task was told by [dev.treadle.Cancelled] that it is cancelled, and waits again. Somebody
  /// caught it and went on, or cleanup waits without a [dev.treadle.Treadle#shield]. Or it was told
  /// in a class initialiser, whose class cannot be used any more. On by default: it costs nothing
  /// worth mentioning.
  SWALLOWED_CANCELLATION(LintState.SWALLOWED_CANCELLATION),

  /// A task was interrupted a second ago or more, because it is cancelled, and has neither ended
  /// nor reached a wait of Treadle. Somebody caught `InterruptedException` and went on, or it
  /// computes without [dev.treadle.Treadle#checkpoint()]. On by default: it costs nothing.
  IGNORED_INTERRUPT(LintState.IGNORED_INTERRUPT),

  /// A task has kept its carrier for a second without a wait or a checkpoint, while others could
  /// not run at all. Off by default: it costs a thread that wakes ten times a second.
  CARRIER_HOG(LintState.CARRIER_HOG),

  /// A failure that reached no caller, handler or log: of the cleanup in a block that was
  /// cancelled, suppressed in a [dev.treadle.Cancelled] that ended there. On by default: it costs
  /// nothing.
  UNAWAITED_FAILURE(LintState.UNAWAITED_FAILURE),

  /// A [tracked resource][Resources] became unreachable before it was closed. On by default: it
  /// costs little for each tracked resource.
  LEAKED_RESOURCE(LintState.LEAKED_RESOURCE);

  @SuppressWarnings("ImmutableEnumChecker") // on or off, for the whole program
  private final LintState state;

  Lint(LintState state) {
    this.state = state;
  }

  /// Returns whether it is on.
  public boolean isOn() {
    return state.isOn();
  }

  /// Switches it on. What it has said before it says again.
  public void enable() {
    state.on(true);
    if (this == CARRIER_HOG) {
      CarrierWatch.start();
    }
  }

  /// Switches it off.
  public void disable() {
    state.on(false);
  }

  /// Runs a block in the calling thread of which this lint says nothing, and returns its value.
  /// Tasks that the block starts are not meant.
  ///
  /// @throws X what the block throws
  public <T extends @Nullable Object, X extends Exception> T suppress(Body<T, X> block) throws X {
    Objects.requireNonNull(block, "block");
    return switch (this) {
      case SWALLOWED_CANCELLATION -> Quiet.swallowedCancellation(block);
      case IGNORED_INTERRUPT -> Quiet.ignoredInterrupt(block);
      case CARRIER_HOG -> Quiet.carrierHog(block);
      case UNAWAITED_FAILURE -> Quiet.unawaitedFailure(block);
      case LEAKED_RESOURCE -> Quiet.leakedResource(block);
    };
  }

  /// Runs a block without a value in the calling thread of which this lint says nothing; see
  /// [#suppress(Body)].
  ///
  /// @throws X what the block throws
  public <X extends Exception> void suppress(Action<X> block) throws X {
    Objects.requireNonNull(block, "block");
    this.<@Nullable Void, X>suppress(() -> {
      block.run();
      return null;
    });
  }
}
