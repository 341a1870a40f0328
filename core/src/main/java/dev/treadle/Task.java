package dev.treadle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A piece of work that runs on a virtual thread of its own, inside a group.
///
/// Its group sees to it that it ends and that its failure is heard of, so a task need not be
/// awaited. To await it is how to get its value.
///
/// {@snippet class=dev.treadle.TaskSnippets region=await lang=java}
///
/// @param <T> the task's value
/// @see TaskGroup#start(Body)
public sealed interface Task<T extends @Nullable Object> permits Child {

  /// Waits for the task's end and returns its value. Cancelling the waiting task leaves this one
  /// alone.
  ///
  /// @throws TaskFailedException if it failed or was cancelled; its cause is what the task threw,
  ///   or a [Cancelled]
  /// @throws Cancelled if the calling task is cancelled while it waits
  T await();

  /// Cancels the task and whatever it started. Never waits; does nothing if it has ended. A task
  /// that ends by this is no failure for its group.
  ///
  /// @param reason why, for a person who reads it in a log
  void cancel(String reason);

  /// Returns whether the task has ended.
  boolean isDone();

  /// Returns how the task ended, or nothing while it runs.
  Optional<Outcome<T>> outcome();

  /// Returns the task's place in the tree, such as `orders/fetch-3`.
  String path();
}
