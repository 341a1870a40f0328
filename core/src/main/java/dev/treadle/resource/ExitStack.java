package dev.treadle.resource;

import dev.treadle.Action;
import dev.treadle.internal.Arguments;
import dev.treadle.monitor.Resources;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;

/// Closes what a block has opened, the last first: asyncio's `AsyncExitStack`.
///
/// For when it is not known beforehand how much that is. A fixed number of things needs only
/// try-with-resources.
///
/// {@snippet class=dev.treadle.resource.ExitStackSnippets region=enter lang=java}
///
/// Closing is shielded from cancellation, under a bound: each thing has so long to be closed, and
/// what takes longer is cancelled. Everything is closed, whatever fails on the way; the first
/// failure is thrown at the end, with the others suppressed in it.
///
/// For one task at a time. A stack that is never closed is found as every tracked resource is (see
/// [Resources]).
public final class ExitStack implements AutoCloseable {

  /// How long a thing has to be closed unless somebody says otherwise.
  static final Duration BOUND = Duration.ofSeconds(10);

  private final Duration bound;
  private final ArrayDeque<Exit> exits;
  private final Resources.Tracked tracked;
  private boolean closed;

  private ExitStack(Duration bound, ArrayDeque<Exit> exits) {
    this.bound = bound;
    this.exits = exits;
    this.tracked = Resources.track(this, () -> "exit stack");
  }

  /// Opens a stack on which each thing has ten seconds to be closed.
  public static ExitStack open() {
    return open(BOUND);
  }

  /// Opens a stack.
  ///
  /// @param bound how long each thing has to be closed, above zero; a [Resource] has its own
  /// @throws IllegalArgumentException if it is not above zero
  public static ExitStack open(Duration bound) {
    return new ExitStack(Arguments.positive("bound", bound), new ArrayDeque<>());
  }

  /// Opens a resource, to be closed with the stack, and returns its value.
  ///
  /// @throws ResourceException if it could not be opened; nothing of it is open then
  /// @throws dev.treadle.Cancelled if the calling task is cancelled; likewise
  /// @throws IllegalStateException if the stack is closed
  public <T> T enter(Resource<T> resource) {
    requireOpen();
    var opened = resource.open();
    exits.push(Exit.of(opened));
    return opened.value();
  }

  /// Adds something that is open, to be closed with the stack, and returns it.
  ///
  /// @throws IllegalStateException if the stack is closed
  public <T extends AutoCloseable> T add(T closeable) {
    Objects.requireNonNull(closeable, "closeable");
    requireOpen();
    exits.push(new Exit(closeable.getClass().getSimpleName(), bound, closeable::close));
    return closeable;
  }

  /// Adds something to be done when the stack is closed.
  ///
  /// @throws IllegalStateException if the stack is closed
  public void onExit(Action<?> action) {
    Objects.requireNonNull(action, "action");
    requireOpen();
    exits.push(new Exit("what onExit() was given", bound, action));
  }

  /// Moves everything to a new stack, so that closing this one closes nothing: at the end of a
  /// block in which all has gone well.
  ///
  /// {@snippet class=dev.treadle.resource.ExitStackSnippets region=moveAll lang=java}
  ///
  /// @return the new stack, to be closed by whoever gets it
  /// @throws IllegalStateException if the stack is closed
  public ExitStack moveAll() {
    requireOpen();
    var moved = new ExitStack(bound, new ArrayDeque<>(exits));
    exits.clear();
    return moved;
  }

  /// Closes everything, the last first. More than once is as good as once.
  ///
  /// @throws ResourceException if something could not be closed; the others are closed all the same
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    tracked.close();
    Exit.runAll(exits, null);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "exit stack is closed: expected it to be used inside its try block");
    }
  }

  @Override
  public String toString() {
    return closed ? "exit stack (closed)" : "exit stack (" + exits.size() + " to close)";
  }
}
