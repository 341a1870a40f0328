package dev.treadle.resource;

import dev.treadle.Body;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Step;
import dev.treadle.Waiter;
import dev.treadle.internal.Arguments;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// How to open something, and how to close it again: an asyncio context manager as a value.
///
/// Nothing is open yet. It can be used any number of times, combined with others, and given to a
/// [Pool].
///
/// {@snippet class=dev.treadle.resource.ResourceSnippets region=use lang=java}
///
/// **What is opened is closed once**, whatever fails or is cancelled, and whenever: if the second
/// of two parts cannot be opened, the first is closed before anybody hears of it.
///
/// **Cancellation.** Opening happens in the calling task and can be cancelled, so that a deadline
/// counts; a value that it returned all the same is not lost. An opening in several steps is
/// several resources, combined by [#then(Step)]; one that must not be cut in two has a
/// [dev.treadle.Treadle#shield] inside. Closing is shielded, under a bound
/// ([#withCloseTimeout(Duration)]).
///
/// Immutable, and usable by any thread.
///
/// @param <T> what is open then
public final class Resource<T> {

  /// Opens it, and leaves on the stack what closes it.
  private interface Opening<T> {
    T open(Exits exits) throws Exception;
  }

  /// What has been opened so far of one use.
  private record Exits(ArrayDeque<Exit> stack, Duration bound) {

    <A> void push(String what, A value, Each<? super A, ?> close) {
      stack.push(new Exit(what, bound, () -> close.accept(value)));
    }
  }

  private final String name;
  private final Duration closeTimeout;
  private final Opening<? extends T> opening;

  private Resource(String name, Duration closeTimeout, Opening<? extends T> opening) {
    this.name = name;
    this.closeTimeout = closeTimeout;
    this.opening = opening;
  }

  // --- Making one

  /// Returns a resource.
  ///
  /// @param open opens it; must not return `null`, and if it throws, must leave nothing open
  /// @param close closes what was opened; called once for each value
  public static <T> Resource<T> of(Body<? extends T, ?> open, Each<? super T, ?> close) {
    return of("a resource", open, close);
  }

  /// Returns a resource with a name.
  ///
  /// @param name what messages call it, such as `connection to db:5432`
  /// @param open opens it; must not return `null`, and if it throws, must leave nothing open
  /// @param close closes what was opened; called once for each value
  public static <T> Resource<T> of(
      String name, Body<? extends T, ?> open, Each<? super T, ?> close) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(open, "open");
    Objects.requireNonNull(close, "close");
    return new Resource<T>(
        name,
        ExitStack.BOUND,
        exits -> {
          T value = Objects.requireNonNull(open.run(), "what open returns");
          exits.push(name, value, close);
          return value;
        });
  }

  /// Returns a resource of something that can close itself.
  ///
  /// @param open opens it; must not return `null`, and if it throws, must leave nothing open
  public static <T extends AutoCloseable> Resource<T> of(Body<? extends T, ?> open) {
    return of("a resource", open);
  }

  /// Returns a resource with a name, of something that can close itself.
  ///
  /// @param name what messages call it, such as `connection to db:5432`
  /// @param open opens it; must not return `null`, and if it throws, must leave nothing open
  public static <T extends AutoCloseable> Resource<T> of(String name, Body<? extends T, ?> open) {
    return Resource.<T>of(name, open, AutoCloseable::close);
  }

  /// Returns this resource with another bound for its closing: what takes longer is cancelled. Of a
  /// combined resource each part has so long. Without this it is ten seconds.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public Resource<T> withCloseTimeout(Duration closeTimeout) {
    return new Resource<>(name, Arguments.positive("closeTimeout", closeTimeout), opening);
  }

  // --- Combining

  /// Returns a resource with another value made of this one's.
  ///
  /// @param step must not return `null`; if it throws, what this resource has opened is closed
  public <R> Resource<R> map(Step<? super T, ? extends R, ?> step) {
    Objects.requireNonNull(step, "step");
    return new Resource<R>(
        name,
        closeTimeout,
        exits -> Objects.requireNonNull(step.apply(opening.open(exits)), "what the step returns"));
  }

  /// Returns a resource that opens this one, then one that needs it, and closes them in the
  /// opposite order: a connection, and a session on it. Its value is the second one's.
  ///
  /// @param next must not return `null`; if it throws, what this resource has opened is closed
  public <R> Resource<R> then(Step<? super T, Resource<R>, ?> next) {
    Objects.requireNonNull(next, "next");
    return new Resource<R>(
        name, closeTimeout, exits -> next.apply(opening.open(exits)).opening.open(exits));
  }

  /// Returns a resource that opens this one and another, in this order, and closes them in the
  /// opposite order.
  ///
  /// @param join makes one value of both; must not return `null`
  public <B, R> Resource<R> zip(
      Resource<B> other, BiFunction<? super T, ? super B, ? extends R> join) {
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(join, "join");
    return then(mine -> other.map(theirs -> join.apply(mine, theirs)));
  }

  // --- Using it

  /// Opens it, for a try-with-resources block.
  ///
  /// @throws ResourceException if it could not be opened, or a part of it; nothing is open then
  /// @throws Cancelled if the calling task is cancelled; likewise
  public Opened<T> open() {
    Waiter.checkCancelled();
    var exits = new Exits(new ArrayDeque<>(), closeTimeout);
    T value;
    try {
      value = opening.open(exits);
    } catch (Throwable thrown) {
      var failure = asFailure(thrown);
      Exit.runAll(exits.stack, failure);
      throw sneaky(failure);
    }
    return new OpenResource<>(name, value, exits.stack);
  }

  /// Runs a block while it is open, and returns the block's value.
  ///
  /// @throws X what the block throws
  /// @throws ResourceException if it could not be opened or closed; a failure to close is
  ///   suppressed in what the block throws
  /// @throws Cancelled if the calling task is cancelled before it was open
  public <R extends @Nullable Object, X extends Exception> R use(
      Step<? super T, ? extends R, X> block) throws X {
    Objects.requireNonNull(block, "block");
    try (var opened = open()) {
      return block.apply(opened.value());
    }
  }

  /// Runs a block without a value while it is open; see [#use(Step)].
  ///
  /// @throws X what the block throws
  public <X extends Exception> void run(Each<? super T, X> block) throws X {
    Objects.requireNonNull(block, "block");
    try (var opened = open()) {
      block.accept(opened.value());
    }
  }

  private Throwable asFailure(Throwable thrown) {
    return thrown instanceof Error || thrown instanceof ResourceException
        ? thrown
        : new ResourceException("could not open " + name, thrown);
  }

  // An error as it is, or a ResourceException.
  private static RuntimeException sneaky(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  Duration closeTimeout() {
    return closeTimeout;
  }

  /// Returns its name.
  @Override
  public String toString() {
    return name;
  }
}
