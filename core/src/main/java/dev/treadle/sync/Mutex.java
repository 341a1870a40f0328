package dev.treadle.sync;

import dev.treadle.Holdings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets one task at a time into a block: asyncio's `Lock`.
///
/// Waiting for it is a wait of Treadle: it ends when the task is cancelled or its time is up, and
/// the task is out of the line then. For state that must only be touched inside, see [Guarded]; for
/// many keys, [KeyedMutex]; for so many tasks instead of one, [Semaphore].
///
/// {@snippet class=dev.treadle.sync.MutexSnippets region=acquire lang=java}
///
/// **Order.** Those who wait are served in order of arrival. With [#create()] a task that is
/// running may take a mutex that has just become free before the first of them has woken, which is
/// several times as fast. But when those who wait have been passed over for a millisecond it is
/// handed to them, first come, first served, until sixteen have had it. So nobody with fewer than
/// sixteen before it is passed over for longer, and whoever has more, for a millisecond more for
/// each sixteen. With [#fair()] nobody ever is.
///
/// **Not reentrant.** A task that acquires what it holds gets an exception.
///
/// **Memory.** What a holder did before it gave back is seen by the next.
///
/// **A holder that ends** without closing its token leaves the mutex broken: everybody who waits
/// for it, and who would have to later, gets an exception that names the task. Of a thread that
/// runs no task the end is noticed by those who come later, not by those who wait already.
public final class Mutex {

  private final MutexLine line;

  private Mutex(@Nullable String name, boolean fair) {
    this(new MutexLine(name, fair));
  }

  Mutex(MutexLine line) {
    this.line = line;
  }

  MutexLine line() {
    return line;
  }

  /// Creates a mutex that running tasks may take before those who wait, for a while.
  public static Mutex create() {
    return new Mutex(null, false);
  }

  /// Creates a mutex that running tasks may take before those who wait, for a while.
  ///
  /// @param name what messages and task trees call it
  public static Mutex create(String name) {
    return new Mutex(Objects.requireNonNull(name, "name"), false);
  }

  /// Creates a mutex that is had strictly in order of arrival.
  public static Mutex fair() {
    return new Mutex(null, true);
  }

  /// Creates a mutex that is had strictly in order of arrival.
  ///
  /// @param name what messages and task trees call it
  public static Mutex fair(String name) {
    return new Mutex(Objects.requireNonNull(name, "name"), true);
  }

  /// Waits until the calling task has it.
  ///
  /// @return to be closed to give it back
  /// @throws dev.treadle.Cancelled if the task is cancelled; it does not hold the mutex then
  /// @throws IllegalStateException if the caller holds it already, or if a holder ended without
  ///   giving it back
  public Token acquire() {
    var holdings = Holdings.enter(line.lastHolder());
    long ticket = line.tryTake();
    if (ticket == 0) {
      ticket = awaitTurn();
    }
    return line.taken(ticket, holdings);
  }

  private long awaitTurn() {
    requireNotMine();
    return line.await(1).ticket;
  }

  /// Takes it if that needs no waiting.
  ///
  /// @return to be closed to give it back; `null` if somebody else has it or is to be served first
  /// @throws IllegalStateException if the caller holds it already
  public @Nullable Token tryAcquire() {
    long ticket = line.tryTake();
    if (ticket == 0) {
      requireNotMine();
      return null;
    }
    return line.taken(ticket, Holdings.current());
  }

  private void requireNotMine() {
    if (isHeldByCurrentTask()) {
      throw new IllegalStateException(
          line + " is held by the caller already, and would wait for itself: it is not reentrant");
    }
  }

  /// Returns whether somebody holds it at this moment.
  public boolean isHeld() {
    return line.isHeld();
  }

  /// Returns whether the calling task holds it; of a thread that runs no task, whether that does.
  public boolean isHeldByCurrentTask() {
    return MutexLine.threadOf(line.holder()) == Thread.currentThread();
  }

  /// Returns how it is used at this moment.
  public Statistics statistics() {
    return new Statistics(
        Optional.ofNullable(line.holder()).map(MutexLine::nameOf),
        line.waiting(),
        line.longestWait());
  }

  /// How a mutex is used. The parts are of about the same moment.
  ///
  /// @param holder who holds it, such as `task 'orders/fetch-3'`
  /// @param waiting how many wait for it
  /// @param longestWait how long the first of them has waited; zero if nobody waits
  public record Statistics(Optional<String> holder, int waiting, Duration longestWait) {}

  @Override
  public String toString() {
    return line + (isHeld() ? " (held)" : " (free)");
  }
}
