package dev.treadle.flow;

import dev.treadle.TaskGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tasks that share the elements of one stage: so many at a time are at work on one each.
///
/// Whoever has nothing to do asks the stage for the next element itself, when it has the turn; so
/// an element goes to whoever works on it without another task between. A worker more comes into
/// being when all there are have work.
final class Workers<A> {

  /// What a worker does with elements.
  interface Work<A, P extends @Nullable Object> {

    /// Waits until another element may be begun. One worker at a time is in here, as in the next.
    void awaitRoom();

    /// An element is begun; gives it its place.
    P begin();

    /// Does it.
    ///
    /// @return `false` if nobody wants any more
    boolean work(A element, P place) throws Exception;
  }

  private final Pull<A> elements;
  private final int limit;
  private final Turn turn;
  private final AtomicInteger busy = new AtomicInteger();

  /// Guarded by the turn, like the next.
  private int workers = 1;

  private boolean ended;

  /// Nothing is begun after a failure, also if its canceller has not come round yet.
  private volatile boolean failed;

  private Workers(String name, int limit, Pull<A> elements) {
    this.turn = new Turn("the next element of " + name);
    this.limit = limit;
    this.elements = elements;
  }

  /// Works through a stage, and returns when everything is done.
  static <A, P extends @Nullable Object> void run(
      String name, int limit, Stage<A> stage, Work<A, P> work) throws Exception {
    Drive.use(
        stage,
        elements -> {
          var workers = new Workers<A>(name, limit, elements);
          Team.run(team -> team.start(() -> workers.workThrough(team, work)));
        });
  }

  private <P extends @Nullable Object> void workThrough(TaskGroup team, Work<A, P> work)
      throws Exception {
    try {
      boolean isWanted = true;
      while (isWanted && !failed) {
        isWanted = workOnOne(team, work);
      }
    } catch (Throwable thrown) {
      failed = true;
      throw thrown;
    }
  }

  private <P extends @Nullable Object> boolean workOnOne(TaskGroup team, Work<A, P> work)
      throws Exception {
    A element;
    P place;
    boolean isShort;
    turn.take();
    try {
      if (ended) {
        return false;
      }
      // Until there is one: whoever comes after a failure in here must not go on with the next.
      ended = true;
      work.awaitRoom();
      element = elements.next();
      if (element == null) {
        return false;
      }
      ended = false;
      place = work.begin();
      isShort = busy.incrementAndGet() == workers && workers < limit;
      workers += isShort ? 1 : 0;
    } finally {
      turn.end();
    }
    if (isShort) {
      team.start(() -> workThrough(team, work));
    }
    boolean isWanted = work.work(element, place);
    busy.decrementAndGet();
    return isWanted;
  }
}
