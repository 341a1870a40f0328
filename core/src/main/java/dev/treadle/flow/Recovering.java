package dev.treadle.flow;

import dev.treadle.Cancelled;
import dev.treadle.Step;
import dev.treadle.Treadle;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stages that go on after a failure of what stands before them.
final class Recovering {

  private Recovering() {}

  private static void requireFailure(Exception failure) {
    // That somebody cancelled this is no failure of the source.
    if (Failing.inLightOfCancellation(failure) instanceof Cancelled cancelled) {
      throw cancelled;
    }
  }

  /// A stage at work that may be replaced by another.
  private abstract static class Replacing<T> extends Pull<T> {

    private final Crew crew;
    private Stage<T> stage;
    private @Nullable Pull<T> working;

    /// What is to be made good. Kept until that is done, or found to be impossible.
    private @Nullable Exception failure;

    Replacing(Stage<T> first, Crew crew) {
      this.crew = crew;
      this.stage = first;
    }

    /// Returns the stage to go on with.
    ///
    /// @throws Exception the failure, or another, if there is none
    abstract Stage<T> after(Exception failure) throws Exception;

    @Override
    final @Nullable T next() throws Exception {
      while (true) {
        if (failure != null) {
          stage = afterOrSuppressed(failure);
          failure = null;
        }
        try {
          if (working == null) {
            working = stage.open(crew);
          }
          return working.next();
        } catch (Exception thrown) {
          requireFailure(thrown);
          failure = thrown;
          closeFailed(thrown);
        }
      }
    }

    /// What fails in place of a failure has that suppressed.
    private Stage<T> afterOrSuppressed(Exception failed) throws Exception {
      try {
        return after(failed);
      } catch (Exception another) {
        if (another != failed) {
          another.addSuppressed(failed);
        }
        throw another;
      }
    }

    private void closeFailed(Exception thrown) {
      var failed = working;
      working = null;
      if (failed != null) {
        failed.closeAfter(thrown);
      }
    }

    @Override
    final void close() throws Exception {
      if (working != null) {
        working.close();
      }
    }
  }

  // --- Going on with another

  static final class OnError<T> extends Stage<T> {

    private final Stage<T> before;
    private final Step<? super Exception, Stage<T>, ?> otherwise;

    OnError(Stage<T> before, Step<? super Exception, Stage<T>, ?> otherwise) {
      this.before = before;
      this.otherwise = otherwise;
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Replacing<>(before, crew) {
        private boolean replaced;

        @Override
        Stage<T> after(Exception failure) throws Exception {
          if (replaced) {
            throw failure;
          }
          var other = otherwise.apply(failure);
          replaced = true;
          return other;
        }
      };
    }

    @Override
    boolean needsCrew() {
      return before.needsCrew();
    }

    /// The other one may need it, which is known when there is another.
    @Override
    boolean mayNeedCrew() {
      return true;
    }

    @Override
    public String toString() {
      return before + ".onError";
    }
  }

  // --- Trying again

  /// @param delay how long to wait after so many attempts
  record Again(int attempts, Predicate<? super Exception> when, IntFunction<Duration> delay) {}

  static final class Retry<T> extends Stage<T> {

    private final Stage<T> before;
    private final Again again;

    Retry(Stage<T> before, Again again) {
      this.before = before;
      this.again = again;
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Replacing<>(before, crew) {
        private int made = 1;

        @Override
        Stage<T> after(Exception failure) throws Exception {
          if (made >= again.attempts || !again.when.test(failure)) {
            throw failure;
          }
          Treadle.sleep(again.delay.apply(made));
          made++;
          return before;
        }
      };
    }

    @Override
    boolean needsCrew() {
      return before.needsCrew();
    }

    @Override
    boolean mayNeedCrew() {
      return before.mayNeedCrew();
    }

    @Override
    public String toString() {
      return before + ".retry";
    }
  }
}
