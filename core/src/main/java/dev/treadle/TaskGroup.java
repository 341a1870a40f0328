package dev.treadle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Owns tasks: none of them outlives the group's block.
///
/// {@snippet class=dev.treadle.TaskGroupSnippets region=run lang=java}
///
/// A group waits for everything started in it. If a task or the block itself fails, the others are
/// cancelled and awaited, and the failures are thrown together, as one [TaskFailedException]. The
/// block runs in the caller's thread, tasks in threads of their own; all of them are inside the
/// group's [CancelScope].
///
/// Order at the end: the block, then the ordinary tasks, [#after] included; then daemons are
/// cancelled and awaited; then the group is closed. Tasks may be started by anybody, from any
/// thread, until it is.
///
/// @see Treadle#gather for a fixed number of things at once
/// @see Treadle#mapConcurrent for many items, so many at a time
public sealed interface TaskGroup permits TaskGroup.Opened {

  /// Runs a block that may start tasks, and waits for all of them.
  ///
  /// Returns normally too if the group was cancelled by [#cancel(String)].
  ///
  /// @throws TaskFailedException if the block or a task failed
  /// @throws Cancelled if a scope around the group is cancelled
  static void run(Each<? super TaskGroup, ?> body) {
    GroupScope.call(GroupSettings.UNNAMED, false, Actions.asStep(body));
  }

  /// Runs a block that may start tasks, in a group with a name, and waits for all of them.
  ///
  /// @param name the group's part in its tasks' paths
  /// @throws TaskFailedException if the block or a task failed
  /// @throws Cancelled if a scope around the group is cancelled
  static void run(String name, Each<? super TaskGroup, ?> body) {
    GroupScope.call(GroupSettings.named(name), false, Actions.asStep(body));
  }

  /// Runs a block that may start tasks, waits for all of them, and returns the block's value.
  ///
  /// @throws TaskFailedException if the block or a task failed, or if the group was cancelled
  ///   before the block had a value
  /// @throws Cancelled if a scope around the group is cancelled
  static <T extends @Nullable Object> T call(Step<? super TaskGroup, ? extends T, ?> body) {
    return GroupScope.call(GroupSettings.UNNAMED, true, body);
  }

  /// Runs a block that may start tasks, in a group with a name, waits for all of them, and returns
  /// the block's value.
  ///
  /// @param name the group's part in its tasks' paths
  /// @throws TaskFailedException if the block or a task failed, or if the group was cancelled
  ///   before the block had a value
  /// @throws Cancelled if a scope around the group is cancelled
  static <T extends @Nullable Object> T call(
      String name, Step<? super TaskGroup, ? extends T, ?> body) {
    return GroupScope.call(GroupSettings.named(name), true, body);
  }

  /// Runs a block whose tasks may fail without harm to the others; their failures are logged.
  ///
  /// @throws TaskFailedException if the block itself failed
  /// @throws Cancelled if a scope around the group is cancelled
  static void supervise(Each<? super TaskGroup, ?> body) {
    GroupScope.call(GroupSettings.supervised(null), false, Actions.asStep(body));
  }

  /// Runs a block whose tasks may fail without harm to the others.
  ///
  /// @param onFailure is told of each failure, on the thread of the task that failed; if it fails
  ///   itself, both failures are logged
  /// @throws TaskFailedException if the block itself failed
  /// @throws Cancelled if a scope around the group is cancelled
  static void supervise(Each<? super Throwable, ?> onFailure, Each<? super TaskGroup, ?> body) {
    GroupScope.call(GroupSettings.supervised(onFailure), false, Actions.asStep(body));
  }

  /// Opens a group for a try-with-resources block, whose last line calls [Opened#join()].
  ///
  /// The block is outside the group's scope: a task's failure cancels the other tasks, and the
  /// block learns of it in `join()`. Prefer [#run(Each)], where it learns at once.
  ///
  /// @throws IllegalStateException on a thread that runs no task: there the group would have no
  ///   owner
  static Opened open() {
    return GroupScope.open(GroupSettings.UNNAMED);
  }

  /// Opens a group with a name; see [#open()].
  ///
  /// @param name the group's part in its tasks' paths
  /// @throws IllegalStateException on a thread that runs no task
  static Opened open(String name) {
    return GroupScope.open(GroupSettings.named(name));
  }

  /// Starts a task. Never waits, and never throws [Cancelled]: in a group that is cancelled already
  /// the task runs to its first wait, so that what it was given can be cleaned up.
  ///
  /// @throws IllegalStateException if the group is closed
  <T extends @Nullable Object> Task<T> start(Body<? extends T, ?> body);

  /// Starts a task that has no value; see [#start(Body)].
  ///
  /// @throws IllegalStateException if the group is closed
  default Task<@Nullable Void> start(Action<?> body) {
    return this.<@Nullable Void>start(Actions.asBody(body));
  }

  /// Starts a task with a name; see [#start(Body)].
  ///
  /// @param name the task's part in its path, and in the name of its thread
  /// @throws IllegalStateException if the group is closed
  <T extends @Nullable Object> Task<T> start(String name, Body<? extends T, ?> body);

  /// Starts a task with a name that has no value; see [#start(Body)].
  ///
  /// @param name the task's part in its path, and in the name of its thread
  /// @throws IllegalStateException if the group is closed
  default Task<@Nullable Void> start(String name, Action<?> body) {
    return this.<@Nullable Void>start(name, Actions.asBody(body));
  }

  /// Starts a task that serves the others and is cancelled when they have ended. What it starts in
  /// this group are daemons too. If it fails, the group fails.
  ///
  /// @throws IllegalStateException if the group is closed
  Task<@Nullable Void> startDaemon(Action<?> body);

  /// Starts a daemon with a name; see [#startDaemon(Action)].
  ///
  /// @param name the task's part in its path, and in the name of its thread
  /// @throws IllegalStateException if the group is closed
  Task<@Nullable Void> startDaemon(String name, Action<?> body);

  /// Starts a task and waits until it says that it is ready, with a value: a server and its port.
  ///
  /// Until it calls [Started#with], the task belongs to this call: if it fails, this call throws
  /// and the group hears nothing of it; if this call is cancelled, so is the task. After that it
  /// belongs to the group.
  ///
  /// {@snippet class=dev.treadle.TaskGroupSnippets region=startReady lang=java}
  ///
  /// @throws TaskFailedException if the task ended before it was ready
  /// @throws Cancelled if the calling task is cancelled; the task has ended then
  /// @throws IllegalStateException if the group is closed
  <T extends @Nullable Object> T startReady(Each<? super Started<T>, ?> body);

  /// Starts a task that first sleeps. The group waits for it.
  ///
  /// @param delay zero or more
  /// @throws IllegalArgumentException if the delay is negative
  /// @throws IllegalStateException if the group is closed
  Task<@Nullable Void> after(Duration delay, Action<?> body);

  /// Starts a daemon that does something again and again, the first time after one period. A tick
  /// that comes while the last one is still at work is skipped. It ends when a soft stop is
  /// requested.
  ///
  /// @param period above zero
  /// @throws IllegalArgumentException if the period is zero or negative
  /// @throws IllegalStateException if the group is closed
  Task<@Nullable Void> every(Duration period, Action<?> body);

  /// Cancels every task of the group, and its block. Never waits.
  ///
  /// @param reason why, for a person who reads it in a log
  void cancel(String reason);

  /// Asks the group to stop, and cancels what still runs after a time; see
  /// [CancelScope#stopping()]. Never waits.
  ///
  /// @param reason why, for a person who reads it in a log
  /// @param grace how long the tasks have to stop by themselves, zero or more
  /// @throws IllegalArgumentException if the grace is negative
  void cancel(String reason, Duration grace);

  /// A group in a try-with-resources block.
  sealed interface Opened extends TaskGroup, AutoCloseable permits GroupScope {

    /// Waits for all tasks and closes the group.
    ///
    /// @throws TaskFailedException if a task failed
    /// @throws Cancelled if a scope around the group is cancelled
    /// @throws IllegalStateException on a thread that did not open the group, or the second time
    void join();

    /// Closes the group. Without [#join()] before, it cancels and awaits the tasks.
    ///
    /// @throws IllegalStateException if `join()` was not called, or on a thread that did not open
    ///   the group
    @Override
    void close();
  }
}
