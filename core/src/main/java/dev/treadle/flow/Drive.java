package dev.treadle.flow;

import dev.treadle.Each;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Waiter;
import org.jspecify.annotations.Nullable;

/// Sets a stage to work, takes what it makes, and ends the work whatever happens.
final class Drive {

  /// Every so many elements a driver that never waits looks whether it is cancelled, less one; a
  /// power of two less one.
  private static final int LOOKS = 63;

  private Drive() {}

  /// Takes an element.
  interface Taker<T, X extends Exception> {

    /// Returns whether there may be more.
    boolean take(T element) throws X;
  }

  /// Runs a stage to its end, or until the taker has enough.
  ///
  /// @throws TaskFailedException if the stage or one before it failed
  /// @throws X what the taker throws
  static <T, X extends Exception> void toEnd(Stage<T> stage, Taker<? super T, X> taker) throws X {
    var watched = new Watched<T, X>(taker);
    try {
      use(stage, pull -> all(pull, watched));
    } catch (Throwable thrown) {
      var own = thrown == watched.thrown;
      throw Failing.<RuntimeException>passOn(own ? thrown : Failing.outOfFlow(thrown));
    }
  }

  /// Remembers what a taker threw, to tell it from what the flow did.
  private static final class Watched<T, X extends Exception> implements Taker<T, X> {

    private final Taker<? super T, X> taker;
    private @Nullable Throwable thrown;

    Watched(Taker<? super T, X> taker) {
      this.taker = taker;
    }

    @Override
    public boolean take(T element) throws X {
      try {
        return taker.take(element);
      } catch (Throwable own) {
        thrown = own;
        throw own;
      }
    }
  }

  static <T, X extends Exception> void all(Pull<T> pull, Taker<? super T, X> taker)
      throws Exception {
    int taken = 0;
    for (T element = pull.next(); element != null; element = pull.next()) {
      if (!taker.take(element)) {
        return;
      }
      if ((++taken & LOOKS) == 0) {
        Waiter.checkCancelled();
      }
    }
  }

  /// Does something with a stage at work, and throws what went wrong as it is.
  static <T> void use(Stage<T> stage, Each<? super Pull<T>, ?> work) throws Exception {
    if (!stage.mayNeedCrew()) {
      use(stage, Crew.NOBODY, work);
      return;
    }
    var thrown = new Throwable[1];
    try {
      var _ =
          TaskGroup.call(group -> {
            try {
              return use(stage, new Crew(group), work);
            } catch (Throwable own) {
              thrown[0] = own;
              throw own;
            }
          });
    } catch (TaskFailedException joined) {
      throw Failing.<Exception>passOn(Failing.apart(joined, thrown[0]));
    }
  }

  /// Returns, and does not just end, so that a group that somebody else cancelled is not mistaken
  /// for the end of the flow.
  private static <T> boolean use(Stage<T> stage, Crew crew, Each<? super Pull<T>, ?> work)
      throws Exception {
    var pull = stage.open(crew);
    try {
      work.accept(pull);
    } catch (Throwable thrown) {
      pull.closeAfter(thrown);
      throw thrown;
    }
    pull.close();
    return true;
  }
}
