package dev.treadle.io.pipe;

import dev.treadle.Cancelled;
import dev.treadle.Outcome;
import dev.treadle.Waiter;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call that holds its thread and that nothing can interrupt, made on a thread of its own.
///
/// Whoever waits for it can be cancelled, which ends the wait and leaves the call as it is: its
/// outcome is kept for whoever waits next, so that what was read is not lost. One call at a time is
/// under way, and one task at a time waits for it.
///
/// @param <T> what the call returns
public final class PendingCall<T extends @Nullable Object> {

  private enum Stage {
    IDLE,
    UNDER_WAY,
    ENDED
  }

  private final String what;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private Stage stage = Stage.IDLE;

  private @Nullable Outcome<T> outcome;
  private @Nullable Waiter<@Nullable Void> waiter;
  private @Nullable Consumer<? super T> late;
  private @Nullable Runnable afterwards;

  /// Makes one that is idle.
  ///
  /// @param what what a task tree shows as the thing waited for
  public PendingCall(String what) {
    this.what = what;
  }

  /// Returns whether a call is under way, or has ended and nobody has taken its outcome yet.
  public boolean isBegun() {
    lock.lock();
    try {
      return stage != Stage.IDLE;
    } finally {
      lock.unlock();
    }
  }

  /// Begins a call. Never waits.
  ///
  /// @throws IllegalStateException if another has begun
  public void begin(Callable<? extends T> call) {
    lock.lock();
    try {
      if (stage != Stage.IDLE) {
        throw new IllegalStateException(what + ": expected no call under way, found one");
      }
      stage = Stage.UNDER_WAY;
    } finally {
      lock.unlock();
    }
    try {
      HeldThreads.run(what, () -> make(call));
    } catch (Throwable cannotStart) {
      end(new Outcome.Failure<>(cannotStart));
    }
  }

  private void make(Callable<? extends T> call) {
    Outcome<T> ended;
    try {
      ended = new Outcome.Success<>(call.call());
    } catch (Throwable failure) { // whoever waits is told
      ended = new Outcome.Failure<>(failure);
    }
    end(ended);
  }

  private void end(Outcome<T> ended) {
    Waiter<@Nullable Void> waiting;
    Consumer<? super T> unwanted;
    Runnable next;
    lock.lock();
    try {
      stage = Stage.ENDED;
      outcome = ended;
      waiting = waiter;
      unwanted = late;
      next = afterwards;
    } finally {
      lock.unlock();
    }
    if (waiting != null) {
      var _ = waiting.wake(null);
    }
    if (unwanted != null && ended instanceof Outcome.Success<T>(var value)) {
      unwanted.accept(value);
    }
    if (next != null) {
      next.run();
    }
  }

  /// Waits for the end of the call that has begun, takes its outcome, and is idle again.
  ///
  /// @throws IOException if the call did
  /// @throws Cancelled if it was cancelled before the call ended, which goes on
  /// @throws IllegalStateException if another task waits, or no call has begun
  public T get() throws IOException {
    Waiter.checkCancelled();
    var own = new Waiter<@Nullable Void>(this);
    if (!announce(own)) {
      try {
        own.await();
      } finally {
        withdraw();
      }
    }
    return take();
  }

  /// Returns whether there is nothing to wait for.
  private boolean announce(Waiter<@Nullable Void> own) {
    lock.lock();
    try {
      if (waiter != null) {
        throw new IllegalStateException(
            what + ": expected one task at a time, found that another one waits here");
      }
      if (stage == Stage.IDLE) {
        throw new IllegalStateException(what + ": expected a call that has begun, found none");
      }
      if (stage == Stage.UNDER_WAY) {
        waiter = own;
      }
      return stage == Stage.ENDED;
    } finally {
      lock.unlock();
    }
  }

  private void withdraw() {
    lock.lock();
    try {
      waiter = null;
    } finally {
      lock.unlock();
    }
  }

  private T take() throws IOException {
    Outcome<T> taken;
    lock.lock();
    try {
      taken = outcome;
      outcome = null;
      stage = Stage.IDLE;
    } finally {
      lock.unlock();
    }
    if (taken instanceof Outcome.Success<T>(var value)) {
      return value;
    }
    throw PendingCall.<IOException>failure(taken);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a call throws nothing else
  private static <X extends Throwable> X failure(@Nullable Outcome<?> ended) throws X {
    if (ended instanceof Outcome.Failure<?>(var thrown)) {
      throw (X) thrown;
    }
    throw new IllegalStateException("expected an outcome of the call, found " + ended);
  }

  /// Nobody will wait any more: what the call returns, now or later, is given away.
  ///
  /// @param unwanted is given it, on the call's thread or on this one; must not wait or throw
  public void abandon(Consumer<? super T> unwanted) {
    Outcome<T> ended;
    lock.lock();
    try {
      late = unwanted;
      ended = outcome;
    } finally {
      lock.unlock();
    }
    if (ended instanceof Outcome.Success<T>(var value)) {
      unwanted.accept(value);
    }
  }

  /// Runs something when no call is under way: now on a thread of its own, or behind the call on
  /// its thread. May be used once.
  ///
  /// @param action must not throw
  public void afterwards(Runnable action) {
    lock.lock();
    try {
      if (stage == Stage.UNDER_WAY) {
        afterwards = action;
        return;
      }
    } finally {
      lock.unlock();
    }
    HeldThreads.run(what, action);
  }

  @Override
  public String toString() {
    return what;
  }
}
