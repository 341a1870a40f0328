package dev.treadle;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The verbs: `import static dev.treadle.Treadle.*` brings them.
///
/// A method of the same name in your class hides them all, whatever its parameters; then write
/// `Treadle.run`, `Treadle.timeout`.
///
/// Verbs that run a block in the caller's thread throw what the block throws. Verbs that run
/// several blocks, each in a task of its own, throw [TaskFailedException]. Any thread may call any
/// of them.
public final class Treadle {

  private Treadle() {}

  // --- A program

  /// Runs a program: a task on a virtual thread, which the caller awaits.
  ///
  /// When the JVM is asked to stop (SIGINT, SIGTERM), the program is cancelled, its cleanup runs,
  /// and the JVM exits with 130 or 143; a second SIGINT prints where everything stands and halts.
  /// Inside a task this is an ordinary block.
  ///
  /// @throws X what the program throws
  /// @throws Cancelled if the program was cancelled: by a signal, or because the calling thread was
  ///   interrupted
  public static <T extends @Nullable Object, X extends Exception> T run(Body<T, X> main) throws X {
    return MainTask.call(main);
  }

  /// Runs a program that has no value; see [#run(Body)].
  ///
  /// @throws X what the program throws
  public static <X extends Exception> void run(Action<X> main) throws X {
    MainTask.call(Actions.asBody(Objects.requireNonNull(main, "main")));
  }

  // --- Several things at once

  /// Runs all of them at once and returns their values in order. If one fails, the others are
  /// cancelled and awaited.
  ///
  /// @throws TaskFailedException if one failed
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> List<T> gather(Body<? extends T, ?>... bodies) {
    return Gathering.gather(Arrays.asList(bodies));
  }

  /// Runs all of them at once and awaits them. If one fails, the others are cancelled and awaited.
  ///
  /// @throws TaskFailedException if one failed
  public static void gather(Action<?>... bodies) {
    Gathering.gather(Arrays.stream(bodies).map(Actions::asBody).toList());
  }

  /// Runs all of them at once and returns their values in order; see [#gather(Body...)].
  ///
  /// @throws TaskFailedException if one failed
  public static <T extends @Nullable Object> List<T> gather(
      Collection<? extends Body<? extends T, ?>> bodies) {
    return Gathering.gather(bodies);
  }

  /// Does something with all items at once, each in a task of its own, and returns the results in
  /// order. For more than a few hundred items see [#mapConcurrent].
  ///
  /// @throws TaskFailedException if one failed
  public static <A extends @Nullable Object, T extends @Nullable Object> List<T> gather(
      Collection<? extends A> items, Step<? super A, ? extends T, ?> fn) {
    return Gathering.gather(Gathering.bodies(items, fn));
  }

  /// Runs both at once and joins their values.
  ///
  /// @throws TaskFailedException if one failed, or `join` did
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      R gather(
          Body<? extends A, ?> a,
          Body<? extends B, ?> b,
          BiFunction<? super A, ? super B, ? extends R> join) {
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(join, "join");
    return TaskGroup.call(group -> {
      Task<A> first = group.start(a);
      Task<B> second = group.start(b);
      return join.apply(first.await(), second.await());
    });
  }

  /// Runs all three at once and joins their values.
  ///
  /// @throws TaskFailedException if one failed, or `join` did
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      R gather(
          Body<? extends A, ?> a,
          Body<? extends B, ?> b,
          Body<? extends C, ?> c,
          Join3<? super A, ? super B, ? super C, ? extends R> join) {
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(c, "c");
    Objects.requireNonNull(join, "join");
    return TaskGroup.call(group -> {
      Task<A> first = group.start(a);
      Task<B> second = group.start(b);
      Task<C> third = group.start(c);
      return join.apply(first.await(), second.await(), third.await());
    });
  }

  /// Runs all of them at once and returns how each ended, in order. A failure leaves the others
  /// alone.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(
      Body<? extends T, ?>... bodies) {
    return Gathering.outcomes(Arrays.asList(bodies));
  }

  /// Does something with all items at once and returns how each ended, in order. A failure leaves
  /// the others alone.
  public static <A extends @Nullable Object, T extends @Nullable Object>
      List<Outcome<T>> gatherOutcomes(
          Collection<? extends A> items, Step<? super A, ? extends T, ?> fn) {
    return Gathering.outcomes(Gathering.bodies(items, fn));
  }

  /// Does something with each item, at most so many at a time, and returns the results in order. If
  /// one fails, no other is begun, and those under way are cancelled and awaited.
  ///
  /// So many tasks run as `limit` says, one item after the other; not a task for each item.
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if the limit is not above zero
  /// @throws TaskFailedException if one failed
  public static <A extends @Nullable Object, T extends @Nullable Object> List<T> mapConcurrent(
      Collection<? extends A> items, int limit, Step<? super A, ? extends T, ?> fn) {
    return ConcurrentMap.map(items, limit, fn);
  }

  /// Does something with each item, at most so many at a time; see [#mapConcurrent].
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if the limit is not above zero
  /// @throws TaskFailedException if one failed
  public static <A extends @Nullable Object> void forEachConcurrent(
      Collection<? extends A> items, int limit, Each<? super A, ?> fn) {
    ConcurrentMap.forEach(items, limit, fn);
  }

  /// Runs all of them at once and returns the first value; the others are cancelled and awaited. A
  /// value that comes too late is closed if it can be. A failure counts only if all fail.
  ///
  /// @throws TaskFailedException if all failed
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> T race(Body<? extends T, ?>... bodies) {
    return Race.run(Race::closeLoser, Arrays.asList(bodies));
  }

  /// Runs all of them at once and returns the first value; see [#race(Body...)].
  ///
  /// @param loser is given each value that comes too late, on the thread of its task
  /// @throws TaskFailedException if all failed
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> T race(
      Consumer<? super T> loser, Body<? extends T, ?>... bodies) {
    return Race.run(loser, Arrays.asList(bodies));
  }

  /// Runs a block, and again beside it if it has not ended after a time or has failed before;
  /// returns the first value. For idempotent requests whose slowest answers are to be cut off.
  ///
  /// @param delay how long to wait before the second attempt, zero or more
  /// @throws TaskFailedException if both failed
  public static <T extends @Nullable Object> T hedge(Duration delay, Body<? extends T, ?> body) {
    return Race.hedge(delay, body);
  }

  // --- Limits

  /// Runs a block that must end in time. It runs in the caller's thread; when the time is over, its
  /// waits throw [Cancelled]. A block that returns a value after all has its value returned.
  ///
  /// @param duration zero or more; with zero the block is not run
  /// @throws TaskTimeoutException if it did not end in time
  /// @throws IllegalArgumentException if the duration is negative
  /// @throws X what the block throws
  public static <T extends @Nullable Object, X extends Exception> T timeout(
      Duration duration, Body<T, X> body) throws X {
    return Blocks.timeout(duration, body);
  }

  /// Runs a block without a value that must end in time; see [#timeout(Duration, Body)].
  ///
  /// @throws X what the block throws
  public static <X extends Exception> void timeout(Duration duration, Action<X> body) throws X {
    Blocks.timeout(duration, Actions.asBody(body));
  }

  /// Runs a block that must end by a deadline; see [#timeout(Duration, Body)].
  ///
  /// @throws X what the block throws
  public static <T extends @Nullable Object, X extends Exception> T timeoutAt(
      Deadline deadline, Body<T, X> body) throws X {
    return Blocks.timeoutAt(deadline, body);
  }

  /// Runs a block without a value that must end by a deadline; see [#timeout(Duration, Body)].
  ///
  /// @throws X what the block throws
  public static <X extends Exception> void timeoutAt(Deadline deadline, Action<X> body) throws X {
    Blocks.timeoutAt(deadline, Actions.asBody(body));
  }

  /// Runs a block and returns its value, or nothing if it did not end in time.
  ///
  /// @param duration zero or more; with zero the block is not run
  /// @throws IllegalArgumentException if the duration is negative
  /// @throws NullPointerException if the block returns `null`
  /// @throws X what the block throws
  public static <T, X extends Exception> Optional<T> moveOnAfter(Duration duration, Body<T, X> body)
      throws X {
    Objects.requireNonNull(body, "body");
    return Blocks.moveOnAfter(duration, () -> Optional.of(body.run()), Optional.empty());
  }

  /// Runs a block without a value and returns whether it ended in time.
  ///
  /// @param duration zero or more; with zero the block is not run
  /// @throws IllegalArgumentException if the duration is negative
  /// @throws X what the block throws
  public static <X extends Exception> boolean moveOnAfter(Duration duration, Action<X> body)
      throws X {
    return Blocks.moveOnAfter(duration, Blocks.returningTrue(body), false);
  }

  /// Runs a block that a cancellation from outside leaves alone, for a time that starts when the
  /// cancellation comes. For cleanup that waits.
  ///
  /// The cancellation strikes at the first wait behind the shield; the block's value is not lost.
  ///
  /// @param grace how long the block may go on after a cancellation, zero or more
  /// @throws IllegalArgumentException if the grace is negative
  /// @throws X what the block throws
  public static <T extends @Nullable Object, X extends Exception> T shield(
      Duration grace, Body<T, X> body) throws X {
    return Shield.call(grace, body);
  }

  /// Shields a block without a value; see [#shield(Duration, Body)].
  ///
  /// @throws X what the block throws
  public static <X extends Exception> void shield(Duration grace, Action<X> body) throws X {
    Shield.call(grace, Actions.asBody(body));
  }

  // --- Work that holds a thread

  /// Runs a block that holds its thread (a file, JNI, a DNS look-up, standard input) on a platform
  /// thread, while the calling task waits. On a virtual thread it would hold up other tasks.
  ///
  /// At most 64 such blocks run at a time, or what the system property `treadle.blocking.limit`
  /// says; others wait in order of arrival, and a cancellation while they wait means that the block
  /// is not run. Blocks started by tasks of such a block are counted apart, so that they never wait
  /// for it. On a thread of these pools already, and in a simulation, the block runs where it is.
  ///
  /// A cancellation interrupts the block and reaches what it does with this library, as if it were
  /// in the calling task: waits, groups, timeouts, shields. It ends when the block ends: one that
  /// cannot be interrupted, such as a read from a pipe, holds up the cancellation. If it ends with
  /// a value, that is returned.
  ///
  /// Values of the [Context] are bound inside; thread-locals are the pool's thread's, and the block
  /// must take away what it puts there. Going to the other thread and back costs some tens of
  /// microseconds: not for what only computes for a moment.
  ///
  /// {@snippet class=dev.treadle.OffloadSnippets region=blocking lang=java}
  ///
  /// @see #abandonable for a block that cannot be interrupted and need not be awaited
  /// @see #cpu for one that computes
  /// @throws X what the block throws
  /// @throws Cancelled if the calling task is cancelled
  /// @throws IllegalArgumentException if the system property is not a number above zero
  public static <T extends @Nullable Object, X extends Exception> T blocking(Body<T, X> body)
      throws X {
    return Offloads.BLOCKING.call(body);
  }

  /// Runs a block without a value that holds its thread; see [#blocking(Body)].
  ///
  /// @throws X what the block throws
  public static <X extends Exception> void blocking(Action<X> body) throws X {
    Offloads.BLOCKING.call(Actions.asBody(body));
  }

  /// Runs a block that holds its thread, and leaves it behind if the calling task is cancelled: for
  /// reads and look-ups that nothing can interrupt.
  ///
  /// Unlike [#blocking(Body)], a cancelled caller goes on at once. The block is cancelled and runs
  /// on, and counts against the limit until it ends. What it throws then goes to the log.
  ///
  /// In a simulation the block runs on the task's own thread, so nothing is left behind.
  ///
  /// {@snippet class=dev.treadle.OffloadSnippets region=abandonable lang=java}
  ///
  /// @param late is given the value if nobody waits for it any more, on the pool's thread, to close
  ///   what it holds; what it throws goes to the log
  /// @throws X what the block throws
  /// @throws Cancelled if the calling task is cancelled
  public static <T extends @Nullable Object, X extends Exception> T abandonable(
      Consumer<? super T> late, Body<T, X> body) throws X {
    return Offloads.BLOCKING.abandonable(late, body);
  }

  /// Runs a block that computes on a platform thread, while the calling task waits; as many at a
  /// time as there are processors, or what the system property `treadle.cpu.limit` says.
  ///
  /// A long computation on a virtual thread holds up other tasks, which the operating system does
  /// not see to. Otherwise this is [#blocking(Body)]: to be cancelled, the block calls
  /// [#checkpoint()] or looks at its interrupt flag now and then.
  ///
  /// {@snippet class=dev.treadle.OffloadSnippets region=cpu lang=java}
  ///
  /// @throws X what the block throws
  /// @throws Cancelled if the calling task is cancelled
  /// @throws IllegalArgumentException if the system property is not a number above zero
  public static <T extends @Nullable Object, X extends Exception> T cpu(Body<T, X> body) throws X {
    return Offloads.CPU.call(body);
  }

  /// Runs a block without a value that computes; see [#cpu(Body)].
  ///
  /// @throws X what the block throws
  public static <X extends Exception> void cpu(Action<X> body) throws X {
    Offloads.CPU.call(Actions.asBody(body));
  }

  // --- Waiting

  /// Waits for a time.
  ///
  /// @param duration zero or more; zero only checks for cancellation
  /// @throws Cancelled if the calling task is cancelled
  /// @throws IllegalArgumentException if the duration is negative
  public static void sleep(Duration duration) {
    Sleep.nanos(Durations.notNegative("duration", duration));
  }

  /// Gives other tasks a turn and throws if the calling task is cancelled: for long computations.
  ///
  /// @throws Cancelled if the calling task is cancelled
  public static void checkpoint() {
    Sleep.checkpoint();
  }
}
