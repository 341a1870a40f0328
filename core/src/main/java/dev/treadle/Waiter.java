package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One wait of one thread: the door through which every wait of Treadle passes, and the building
/// block for primitives of your own.
///
/// A thread makes a waiter, puts it where somebody will find it, and calls [#await()]. Somebody
/// calls [#wake(Object)], once with success. A cancelled wait is woken without an interrupt, so
/// what was waited for (a socket, a queue) stays usable.
///
/// Either the value arrives or the waiter is gone, never both: if [#wake(Object)] returned `true`,
/// [#await()] returns the value, even if the task was cancelled at the same time. So a waker that
/// got `false` gives its value to somebody else, and nothing is lost. After [Cancelled] the waiting
/// side takes its waiter out of wherever it put it.
///
/// {@snippet class=dev.treadle.WaiterSnippets region=event lang=java}
///
/// @param <T> what is waited for
public class Waiter<T extends @Nullable Object> {

  private static final VarHandle CELL;

  /// In `cell`: the waiting side has given up.
  private static final Object GONE = "gone";

  /// In `cell`: woken with `null`.
  private static final Object NOTHING = "nothing";

  static {
    try {
      CELL = MethodHandles.lookup().findVarHandle(Waiter.class, "cell", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object waitsFor;
  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Object cell;

  /// Makes a waiter for the calling thread.
  ///
  /// @param waitsFor what a task tree shows as the thing waited for; its `toString` describes it
  public Waiter(Object waitsFor) {
    this.waitsFor = Objects.requireNonNull(waitsFor, "waitsFor");
  }

  /// Throws if the calling task is cancelled: the entry check of a wait that may succeed without
  /// waiting.
  ///
  /// It is also where tasks that wait all the time let others run: every few milliseconds they
  /// stand back together, for some 100 microseconds, if nobody else has work. Without that, tasks
  /// that are busy with each other would keep the JDK from starting new ones, and timers from being
  /// heard, for as long as they like. So call it before the waiter is put where others find it.
  ///
  /// @throws Cancelled if a scope around the calling code is cancelled, or the thread was
  ///   interrupted
  public static void checkCancelled() {
    var strand = Strand.currentOrNull();
    if (strand != null) {
      strand.enterValve();
    }
    Checks.checkCancelled(strand);
  }

  /// Waits until woken and returns the value.
  ///
  /// @throws Cancelled if the wait was cancelled; the waiter is gone then
  /// @throws IllegalStateException if another thread made this waiter
  public final T await() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "expected "
              + thread
              + ", which made this waiter, to wait; found "
              + Thread.currentThread());
    }
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return awaitOutsideTasks();
    }
    // Here and not in a method of its own: a frame less in the stack of whoever waits.
    if (cell != null) {
      return value();
    }
    int entered = strand.enterWait();
    if (entered != WakeWord.WAIT) {
      return struck(strand, entered);
    }
    while (cell == null) {
      if (strand.isHit() && giveUp()) {
        throw strand.thrown();
      }
      LockSupport.park(waitsFor);
      if (Thread.interrupted()) {
        strand.interruptedFromOutside();
      }
    }
    strand.leaveWait();
    return value();
  }

  /// Waits until woken, whoever is cancelled meanwhile; a cancellation strikes at the next wait.
  final T join() {
    var strand = Strand.currentOrNull();
    if (strand == null) {
      joinOutsideTasks();
    } else {
      var told = strand.enterJoin();
      while (cell == null) {
        strand.parkInJoin(waitsFor);
      }
      strand.leaveJoin(told);
    }
    return value();
  }

  private void joinOutsideTasks() {
    boolean interrupted = false;
    while (cell == null) {
      LockSupport.park(waitsFor);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private T struck(Strand strand, int entered) {
    if (giveUp()) {
      throw strand.cancelled(entered);
    }
    // The value came after all. What this wait has not said, the next one must.
    if (entered == WakeWord.SENT) {
      strand.toSent();
    }
    return value();
  }

  private T awaitOutsideTasks() {
    while (cell == null) {
      if (Thread.currentThread().isInterrupted() && giveUp()) {
        throw Checks.interruptedOutsideTasks();
      }
      LockSupport.park(waitsFor);
    }
    return value();
  }

  private boolean giveUp() {
    return CELL.compareAndSet(this, null, GONE);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // NOTHING is there only if T allows null
  private T value() {
    return (T) (cell == NOTHING ? null : cell);
  }

  /// Ends the wait with a value, unless it ended before. May be called by any thread, also before
  /// the wait began; never waits.
  ///
  /// @return whether the waiting thread gets this value
  public final boolean wake(T value) {
    if (!CELL.compareAndSet(this, null, value == null ? NOTHING : value)) {
      return false;
    }
    LockSupport.unpark(thread);
    return true;
  }

  /// Returns whether nobody waits here any more: woken or given up.
  public final boolean isOver() {
    return cell != null;
  }

  /// Returns whether the waiting side has given up.
  public final boolean isGone() {
    return cell == GONE;
  }

  @Override
  public String toString() {
    return "waiter for " + waitsFor;
  }
}
