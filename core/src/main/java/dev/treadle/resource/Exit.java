package dev.treadle.resource;

import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.timeout;

import dev.treadle.Action;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Something to be closed.
///
/// @param what what a message calls it
/// @param bound how long it has
/// @param action closes it
record Exit(String what, Duration bound, Action<?> action) {

  /// The shield outlasts the timeout inside, so that whatever takes too long is told in one way.
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /// Of something that is open, which closes itself under a bound of its own.
  static Exit of(Opened<?> opened) {
    return new Exit("", Duration.ZERO, opened::close);
  }

  /// Runs all, the last first, whatever fails; then throws the first failure, if any.
  ///
  /// @param before what had failed before, which gets the failures as suppressed ones instead
  static void runAll(ArrayDeque<Exit> exits, @Nullable Throwable before) {
    var first = before;
    while (!exits.isEmpty()) {
      var failure = exits.pop().run();
      if (first == null) {
        first = failure;
      } else if (failure != null && failure != first) {
        first.addSuppressed(failure);
      }
    }
    if (before == null && first instanceof Error error) {
      throw error;
    }
    if (before == null && first != null) {
      throw (ResourceException) first;
    }
  }

  /// Returns what went wrong: an error as it is, everything else as a [ResourceException].
  private @Nullable Throwable run() {
    try {
      if (bound.isZero()) {
        action.run();
      } else {
        shield(bound.plus(MARGIN), () -> timeout(bound, action));
      }
      return null;
    } catch (Error | ResourceException failure) {
      return failure;
    } catch (Exception failure) {
      return new ResourceException("could not close " + what, failure);
    }
  }
}
