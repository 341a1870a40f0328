package dev.treadle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that the current task has and must give back before it ends: the building block for
/// mutexes, permits and leases of your own.
///
/// A task makes a hold, calls [#taken()] when it has the thing, and [#givenBack()] when it has it
/// no more. If the task ends in between, [#abandoned(String)] is called, so that those who wait for
/// the thing can be told rather than wait for ever.
///
/// Only the thread that made a hold may call [#taken()]; any thread may call [#givenBack()]. Taking
/// and giving back on one thread costs a few nanoseconds and no atomic operation. Whether a thing
/// is given back only once is for the subclass to see to, which has an atomic state anyway.
///
/// A thread that runs no task has no end that anybody is told of: then nobody calls
/// [#abandoned(String)], and who is about to wait should look whether [#holder()] is alive. A
/// thread inside a block such as `timeout` that is not a task's goes on after the block, and may
/// give back then.
///
/// {@snippet class=dev.treadle.HoldSnippets region=lease lang=java}
public abstract class Hold {

  private final Thread holder = Thread.currentThread();
  private @Nullable Strand strand;

  /// The list it is in while its task has it; only the holder's thread touches these.
  private @Nullable Holds list;

  @Nullable Hold newer;
  @Nullable Hold older;

  /// Given back by another thread, which may not touch the list.
  private volatile boolean over;

  /// Makes a hold of the calling thread, which does not have the thing yet.
  protected Hold() {}

  /// The calling task has the thing from now on.
  ///
  /// @throws IllegalStateException if another thread made this hold
  protected final void taken() {
    if (Thread.currentThread() != holder) {
      throw new IllegalStateException(
          "expected "
              + holder
              + ", which made this hold, to take it; found "
              + Thread.currentThread());
    }
    var current = Strand.currentOrNull();
    if (current != null && list == null) {
      strand = current;
      list = current.holds();
      list.add(this);
    }
  }

  /// The holder has the thing no more. Never waits; more than once is as good as once.
  protected final void givenBack() {
    if (Thread.currentThread() != holder) {
      over = true;
    } else if (list != null) {
      list.remove(this);
      list = null;
    }
  }

  /// The holding task ended and has not given back. Called on its thread, after its body and before
  /// anybody learns that it has ended; perhaps while another thread calls [#givenBack()]. Must
  /// neither wait nor throw.
  ///
  /// @param by what to call the task in a message, such as `task 'orders/fetch-3'`
  protected abstract void abandoned(String by);

  /// Returns the thread that has the thing.
  protected final Thread holder() {
    return holder;
  }

  /// Returns whether a task has the thing, whose end will be noticed. Of the holder's thread only.
  protected final boolean isByTask() {
    return list != null;
  }

  /// Returns what to call the holder in a message, such as `task 'orders/fetch-3'`.
  protected final String describeHolder() {
    var held = strand;
    if (held == null && holder == Thread.currentThread()) {
      held = Strand.currentOrNull();
    }
    return held == null ? "thread '" + holder.getName() + "'" : held.describe();
  }

  /// Called by its list when that is dissolved.
  final void leaveList() {
    list = null;
    newer = null;
    older = null;
  }

  final boolean isOver() {
    return over;
  }

  /// The task ended with this in its list.
  final void taskEnded() {
    if (over) {
      return;
    }
    try {
      abandoned(Objects.requireNonNull(strand).describe());
    } catch (Throwable failure) { // the task's end must be told whatever happens here
      Log.lateFailure("abandoned() of " + getClass().getName() + " failed", failure);
    }
  }
}
