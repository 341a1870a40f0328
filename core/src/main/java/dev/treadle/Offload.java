package dev.treadle;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body that runs on a pool's thread while its caller waits; the scope between the two.
///
/// It is the caller's innermost scope for that time, so a cancellation on its way down finds here
/// the strand that works ([Propagation]). The caller leaves when the body has ended, or when the
/// body had not begun; an abandonable one it leaves as soon as it is cancelled.
final class Offload<T extends @Nullable Object> extends Block {

  private enum Stage {
    UNDER_WAY,
    ENDED,
    ABANDONED
  }

  private final OffloadPool pool;
  private final Body<? extends T, ?> body;
  private final @Nullable Consumer<? super T> late;
  private final Context context = Context.current().insideOffload();
  private final Waiter<@Nullable Void> caller = new Waiter<>(this);
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.UNDER_WAY);
  private volatile @Nullable OffloadStrand worker;

  /// How it ended; written before `stage`.
  private @Nullable T value;

  private @Nullable Throwable failure;
  private boolean interruptedItself;

  /// @param late is given the value of a body that was abandoned; `null` if it must not be
  Offload(
      Strand strand,
      OffloadPool pool,
      Body<? extends T, ?> body,
      @Nullable Consumer<? super T> late) {
    super(strand.innermost(), strand);
    this.pool = pool;
    this.body = ContextBridges.carry(body);
    this.late = late;
  }

  /// The strand of the thread that runs the body, once there is one.
  @Nullable Strand worker() {
    return worker;
  }

  // --- The caller's side

  <X extends Exception> T call() throws X {
    strand().enter(this);
    Cancelled told;
    try {
      pool.submit(this);
      told = awaitEnd();
    } finally {
      strand().enter(Objects.requireNonNull(parent));
    }
    return settle(told);
  }

  /// Waits for the body's end. Returns what told the caller meanwhile that it is cancelled.
  private @Nullable Cancelled awaitEnd() {
    try {
      caller.await();
      return null;
    } catch (Cancelled cancelled) {
      if (pool.withdraw(this) || abandon(cancelled)) {
        throw cancelled;
      }
      joinEnd();
      return cancelled;
    }
  }

  // Whoever cancelled us may find us gone before it has told the worker: so this is a cancellation
  // of its own.
  private boolean abandon(Cancelled cancelled) {
    if (late == null || !stage.compareAndSet(Stage.UNDER_WAY, Stage.ABANDONED)) {
      return false;
    }
    cancel(new Cancellation(cancelled.origin(), false));
    return true;
  }

  private void joinEnd() {
    var before = strand().enterJoin();
    while (stage.get() != Stage.ENDED) {
      strand().parkInJoin(this);
    }
    strand().leaveJoin(before);
  }

  @SuppressWarnings("NullAway") // without a failure there is a value, which may be null if T allows
  private T settle(@Nullable Cancelled told) {
    var strand = strand();
    if (failure != null && Blocks.saysCancelled(failure) && cancelledFrom(parent) != null) {
      strand.toThrown();
      throw failure instanceof Cancelled cancelled ? cancelled : Blocks.translated(strand, failure);
    }
    if (told != null) {
      // The body ended otherwise than by the cancellation, which the next wait must say again.
      strand.toSent();
    } else if (interruptedItself) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw Sneaky.<RuntimeException>rethrow(failure);
    }
    return value;
  }

  // --- The pool's side

  /// Runs the body on the calling thread, which is left as it was found. Never throws.
  void run() {
    var strand = new OffloadStrand(this);
    worker = strand;
    try {
      value = strand.run(context, body);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    interruptedItself = strand.end();
    end();
  }

  /// There is no thread to run it.
  void neverStarted(Throwable reason) {
    failure = reason;
    end();
  }

  private void end() {
    if (!stage.compareAndSet(Stage.UNDER_WAY, Stage.ENDED)) {
      endLate(Objects.requireNonNull(late));
    } else if (!caller.wake(null)) {
      LockSupport.unpark(strand().threadOrNull()); // which may have seen the end and gone
    }
  }

  @SuppressWarnings("NullAway") // as in settle()
  private void endLate(Consumer<? super T> late) {
    if (failure != null) {
      if (!Blocks.saysCancelled(failure)) {
        Log.lateFailure("a body that was abandoned failed", failure);
      }
      return;
    }
    try {
      context.run(() -> late.accept(value));
    } catch (Throwable thrown) {
      Log.lateFailure("the handler of the value of an abandoned body failed", thrown);
    }
  }

  // --- Description

  @Override
  boolean hasChildren() {
    return true;
  }

  @Override
  String describe() {
    return "a body offloaded by " + strand().describe();
  }

  @Override
  public String toString() {
    var strand = worker;
    return strand == null ? "a thread for offloaded work" : "work on " + strand.thread().getName();
  }
}
