package dev.treadle.sync;

import dev.treadle.Each;
import dev.treadle.Step;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// State that can only be touched while a mutex is held.
///
/// A lock beside a field is kept by discipline; here there is no other way to the state. In asyncio
/// nothing else runs between two `await`s, and much code relies on it: this is where such state
/// belongs.
///
/// {@snippet class=dev.treadle.sync.GuardedSnippets region=stock lang=java}
///
/// One block at a time; blocks may wait, and are cancelled as anywhere, but all others wait
/// meanwhile. Blocks wait for their turn as for a [Mutex], running tasks first for a while. A block
/// that calls its own guarded state again gets an exception. What a block did before it threw stays
/// done.
///
/// **What leaks.** The state is guarded, not what a block lets out: a block that returns the map
/// itself, an iterator or a view of it, or stores it elsewhere, has taken it from under the mutex.
/// Return values, copies or records: `stock.call(map -> Map.copyOf(map))`. Whoever made the state
/// must forget it: `Guarded.of(new HashMap<>())`. Or keep something immutable in it and change it
/// with [#update], then nothing can leak that matters.
///
/// **Waiting for a state** with [#callWhen], [#runWhen], [#updateWhen]: whenever a block has ended,
/// all who wait so look again, each with the mutex held. That suits some; for many who wait for
/// different things, a [Condition] for each thing wakes fewer, and for things to do there are
/// queues.
///
/// @param <T> the state
public final class Guarded<T extends @Nullable Object> {

  private final Mutex mutex;

  /// Signalled whenever a block has ended, because it may have changed anything.
  private final Condition touched;

  /// Guarded by the mutex.
  private T state;

  private Guarded(String name, T state) {
    this.mutex = new Mutex(new GuardedLine(name));
    this.touched = Condition.of(mutex);
    this.state = state;
  }

  private static final class GuardedLine extends MutexLine {
    private final String title;

    GuardedLine(String title) {
      super(null, false);
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /// Guards a state.
  ///
  /// @param state which nobody else may have
  public static <T extends @Nullable Object> Guarded<T> of(T state) {
    return new Guarded<>("a guarded state", state);
  }

  /// Guards a state.
  ///
  /// @param name what messages and task trees call it
  /// @param state which nobody else may have
  public static <T extends @Nullable Object> Guarded<T> of(String name, T state) {
    return new Guarded<>("guarded state '" + Objects.requireNonNull(name, "name") + "'", state);
  }

  /// Runs a block with the state and returns its value.
  ///
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled if the calling task is cancelled; the block has not run, unless
  ///   a wait in it threw this
  /// @throws IllegalStateException if it is called inside a block of the same state, or if a task
  ///   ended in the middle of one
  public <R extends @Nullable Object, X extends Exception> R call(Step<? super T, R, X> body)
      throws X {
    return callWhen(_ -> true, body);
  }

  /// Runs a block with the state.
  ///
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled as for [#call]
  /// @throws IllegalStateException as for [#call]
  public <X extends Exception> void run(Each<? super T, X> body) throws X {
    runWhen(_ -> true, body);
  }

  /// Exchanges the state for what a block makes of it. For immutable states.
  ///
  /// @param body what it throws leaves the state as it was
  /// @return the new state
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled as for [#call]
  /// @throws IllegalStateException as for [#call]
  public <X extends Exception> T update(Step<? super T, ? extends T, X> body) throws X {
    return updateWhen(_ -> true, body);
  }

  /// Waits until the state is as wanted, then runs a block with it and returns its value. Nobody
  /// else touches the state in between.
  ///
  /// @param wanted looks at the state, with the mutex held, perhaps often; must not change it
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled as for [#call]
  /// @throws IllegalStateException as for [#call]
  public <R extends @Nullable Object, X extends Exception> R callWhen(
      Predicate<? super T> wanted, Step<? super T, R, X> body) throws X {
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(body, "body");
    try (var _ = mutex.acquire()) {
      touched.waitFor(() -> wanted.test(state));
      try {
        return body.apply(state);
      } finally {
        touched.signalAll();
      }
    }
  }

  /// Waits until the state is as wanted, then runs a block with it; see [#callWhen].
  ///
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled as for [#call]
  /// @throws IllegalStateException as for [#call]
  public <X extends Exception> void runWhen(Predicate<? super T> wanted, Each<? super T, X> body)
      throws X {
    Objects.requireNonNull(body, "body");
    Step<T, @Nullable Void, X> step =
        state -> {
          body.accept(state);
          return null;
        };
    callWhen(wanted, step);
  }

  /// Waits until the state is as wanted, then exchanges it; see [#update] and [#callWhen].
  ///
  /// @return the new state
  /// @throws X what the block throws
  /// @throws dev.treadle.Cancelled as for [#call]
  /// @throws IllegalStateException as for [#call]
  public <X extends Exception> T updateWhen(
      Predicate<? super T> wanted, Step<? super T, ? extends T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    Step<T, T, X> step =
        before -> {
          T after = body.apply(before);
          state = after;
          return after;
        };
    return callWhen(wanted, step);
  }

  /// Returns how it is used at this moment.
  public Statistics statistics() {
    return new Statistics(mutex.statistics(), touched.statistics().waiting());
  }

  /// How a guarded state is used. The parts are of about the same moment.
  ///
  /// @param mutex whose block runs, and how many wait for their turn
  /// @param waitingForState how many wait until the state is as they want it
  public record Statistics(Mutex.Statistics mutex, int waitingForState) {}

  /// Returns `guarded state 'name'`; the state itself could only be shown with the mutex held.
  @Override
  public String toString() {
    return mutex.line().toString();
  }
}
