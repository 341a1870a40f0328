package dev.treadle.channel;

import dev.treadle.Action;
import dev.treadle.Body;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Outcome;
import dev.treadle.Step;
import dev.treadle.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Waits for several things at once, and does whichever can be done first: receive, send, see a
/// task end, see time pass.
///
/// {@snippet class=dev.treadle.channel.SelectSnippets region=select lang=java}
///
/// Of the clauses given, exactly one happens. The others leave nothing behind: nothing is received
/// that is not handed to its action, nothing sent whose action does not run. If several can happen,
/// chance decides, each as likely as another, so none is starved by its neighbours; the chance is
/// that of [dev.treadle.seam.World#random()], and in a simulation it follows from the seed. A
/// select that throws [Cancelled] did nothing.
///
/// The action of the chosen clause runs in the calling thread, after the choice. What it returns is
/// what the select returns, and what it throws is what the select throws; the choice stands. If the
/// channel of a clause is closed, that counts as something that can happen: the clause throws
/// [ChannelClosedException], or does what it was told by [ChannelClause#ifClosed(Body)].
///
/// A select is a value of nothing: call it in a loop to choose again and again.
public final class Select {

  private Select() {}

  /// Does the first of the clauses that can be done, and returns what its action returns.
  ///
  /// @throws X if the action throws it
  /// @throws ChannelClosedException if a channel was closed, and chosen
  /// @throws IllegalArgumentException if there is no clause, or more than one [#orElse(Body)]
  /// @throws Cancelled if the calling task is cancelled
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R extends @Nullable Object, X extends Exception> R select(
      Clause<? extends R, ? extends X>... clauses) throws X {
    return select(Arrays.asList(clauses));
  }

  /// Does the first of the clauses that can be done; see [#select(Clause...)]. For as many clauses
  /// as there happen to be.
  ///
  /// @throws X if the action throws it
  /// @throws ChannelClosedException if a channel was closed, and chosen
  /// @throws IllegalArgumentException if there is no clause, or more than one [#orElse(Body)]
  /// @throws Cancelled if the calling task is cancelled
  public static <R extends @Nullable Object, X extends Exception> R select(
      Collection<? extends Clause<? extends R, ? extends X>> clauses) throws X {
    return new Selection<R, X>(Objects.requireNonNull(clauses, "clauses")).run();
  }

  // --- Channels

  /// A clause that receives an element and returns it.
  public static <T> ChannelClause<T, RuntimeException> receive(
      ReceiveChannel<? extends T> channel) {
    return receive(channel, element -> element);
  }

  /// A clause that receives an element and makes something of it.
  public static <T, R extends @Nullable Object, X extends Exception> ChannelClause<R, X> receive(
      ReceiveChannel<? extends T> channel, Step<? super T, ? extends R, X> action) {
    return new ReceiveClause<T, R, X>(
        Objects.requireNonNull(channel, "channel"), Objects.requireNonNull(action, "action"), null);
  }

  /// A clause that receives an element and does something with it.
  public static <T, X extends Exception> ChannelClause<@Nullable Void, X> onReceive(
      ReceiveChannel<? extends T> channel, Each<? super T, X> action) {
    Objects.requireNonNull(action, "action");
    return receive(
        channel,
        element -> {
          action.accept(element);
          return null;
        });
  }

  /// A clause that sends an element, and then makes something.
  public static <T, R extends @Nullable Object, X extends Exception> ChannelClause<R, X> send(
      SendChannel<? super T> channel, T element, Body<? extends R, X> action) {
    return new SendClause<T, R, X>(
        Objects.requireNonNull(channel, "channel"),
        Objects.requireNonNull(element, "element"),
        Objects.requireNonNull(action, "action"),
        null);
  }

  /// A clause that sends an element, and then does something.
  public static <T, X extends Exception> ChannelClause<@Nullable Void, X> send(
      SendChannel<? super T> channel, T element, Action<X> action) {
    return send(channel, element, body(action));
  }

  // --- Tasks and time

  /// A clause for when a task has ended, however, and what to make of its outcome.
  public static <T extends @Nullable Object, R extends @Nullable Object, X extends Exception>
      Clause<R, X> ended(Task<T> task, Step<? super Outcome<T>, ? extends R, X> action) {
    return new EndClause<T, R, X>(
        Objects.requireNonNull(task, "task"), Objects.requireNonNull(action, "action"));
  }

  /// A clause for when a task has ended, however, and what to do with its outcome.
  public static <T extends @Nullable Object, X extends Exception> Clause<@Nullable Void, X> onEnded(
      Task<T> task, Each<? super Outcome<T>, X> action) {
    Objects.requireNonNull(action, "action");
    return ended(
        task,
        outcome -> {
          action.accept(outcome);
          return null;
        });
  }

  /// A clause for when nothing else has happened for so long. The time begins with the select.
  ///
  /// @throws IllegalArgumentException if the duration is negative
  public static <R extends @Nullable Object, X extends Exception> Clause<R, X> after(
      Duration duration, Body<? extends R, X> action) {
    if (Objects.requireNonNull(duration, "duration").isNegative()) {
      throw new IllegalArgumentException(
          "duration: expected a duration of zero or more, found " + duration);
    }
    return new TimeClause<R, X>(duration, Objects.requireNonNull(action, "action"));
  }

  /// A clause for when nothing else has happened for so long. The time begins with the select.
  ///
  /// @throws IllegalArgumentException if the duration is negative
  public static <X extends Exception> Clause<@Nullable Void, X> after(
      Duration duration, Action<X> action) {
    return after(duration, body(action));
  }

  /// A clause for when nothing else can happen at once: with it, a select does not wait.
  public static <R extends @Nullable Object, X extends Exception> Clause<R, X> orElse(
      Body<? extends R, X> action) {
    return new ElseClause<R, X>(Objects.requireNonNull(action, "action"));
  }

  /// A clause for when nothing else can happen at once: with it, a select does not wait.
  public static <X extends Exception> Clause<@Nullable Void, X> orElse(Action<X> action) {
    return orElse(body(action));
  }

  private static <X extends Exception> Body<@Nullable Void, X> body(Action<X> action) {
    Objects.requireNonNull(action, "action");
    return () -> {
      action.run();
      return null;
    };
  }
}
