package dev.treadle.flow;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Holdings;
import dev.treadle.Outcome;
import dev.treadle.TaskFailedException;
import dev.treadle.Waiter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How failures travel along a flow: as they are, until they come out of it.
final class Failing {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private Failing() {}

  /// Throws something whose type was checked where it came from.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> X passOn(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /// Throws what a task failed with in the task that waited for it.
  static RuntimeException fromTask(Throwable failure) {
    if (failure instanceof Cancelled) {
      requireNotCancelled();
    }
    throw Failing.<RuntimeException>passOn(
        failure instanceof Cancelled ? asTaskFailed(failure) : seenFromHere(failure));
  }

  /// A join that failed in the task has the stack of that; who waits has one more. Once, however
  /// many tasks it goes through: the exception that one before has made gives way to another.
  private static Throwable seenFromHere(Throwable failure) {
    if (!(failure instanceof TaskFailedException joined)) {
      return failure; // it gets the stack of who waits when it comes out of the flow
    }
    boolean isMadeHere =
        Arrays.stream(joined.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals(Failing.class.getName())
                    && frame.getMethodName().equals("seenFromHere"));
    return asTaskFailed(isMadeHere ? Objects.requireNonNull(joined.getCause()) : joined);
  }

  /// Throws if the calling code is cancelled, even if its canceller is still on its way.
  static void requireNotCancelled() {
    if (Holdings.current() != null && CancelScope.current().isCancelled()) {
      var _ = new Waiter<@Nullable Void>("the cancellation that is on its way").await();
    }
  }

  /// What was thrown, in the light of who is cancelled: an `InterruptedException` is the calling
  /// task's [Cancelled] if that is cancelled.
  static Throwable inLightOfCancellation(Throwable thrown) {
    try {
      var _ = CancelScope.run(_ -> passOn(thrown));
      return thrown;
    } catch (Throwable meant) {
      return meant;
    }
  }

  /// What comes out of a flow for what a source or an operator threw.
  static Throwable outOfFlow(Throwable thrown) {
    var meant = inLightOfCancellation(thrown);
    boolean asItIs =
        meant instanceof Cancelled
            || meant instanceof VirtualMachineError
            || meant instanceof TaskFailedException;
    return asItIs ? meant : asTaskFailed(meant);
  }

  private static TaskFailedException asTaskFailed(Throwable failure) {
    try {
      var _ = new Outcome.Failure<>(failure).value();
      throw new IllegalStateException("expected no value of a failure", failure);
    } catch (TaskFailedException failed) {
      return failed;
    }
  }

  /// Takes apart what a group threw: what its block had thrown comes out as it was, or else the
  /// first failure of a task, with the others suppressed.
  ///
  /// @param ofBlock what the block threw, if it threw anything
  static Throwable apart(TaskFailedException joined, @Nullable Throwable ofBlock) {
    var failures = joined.failures();
    var first = ofBlock != null && counts(ofBlock, failures) ? ofBlock : failures.getFirst();
    for (var other : failures) {
      if (other != first && !isIn(first, other)) {
        first.addSuppressed(other);
      }
    }
    return first;
  }

  /// Whether it is a failure, and not only what a block throws that is cancelled.
  private static boolean counts(Throwable ofBlock, List<Throwable> failures) {
    return ofBlock instanceof TaskFailedException || failures.contains(ofBlock);
  }

  private static boolean isIn(Throwable first, Throwable other) {
    return first.getCause() == other || Arrays.asList(first.getSuppressed()).contains(other);
  }

  /// A failure that came before anybody asked for the element, and nobody did.
  static void unasked(String who, Throwable failure) {
    LOGGER.log(
        System.Logger.Level.WARNING,
        who + " failed ahead of its consumer, which left before it came so far",
        failure);
  }
}
