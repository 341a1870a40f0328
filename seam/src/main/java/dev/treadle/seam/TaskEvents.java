package dev.treadle.seam;

import java.util.function.Supplier;

/// Listens to what tasks and resources do.
///
/// In the real world nobody listens and every method is empty. In a simulation the listener names
/// tasks in reports and fails a test that leaves a resource open. Suppliers are called only when a
/// report is written.
public interface TaskEvents {

  /// A task begins to run on a thread.
  ///
  /// @param path the task's path in the tree, such as `orders/fetch-3`
  void taskStarted(Thread thread, Supplier<String> path);

  /// The task on that thread has ended; the thread may still run on.
  void taskEnded(Thread thread);

  /// A resource was opened that somebody must close. Told apart by identity.
  ///
  /// @param description what a person would recognise it by, such as `connection to db:5432`
  void resourceOpened(Object resource, Supplier<String> description);

  /// A resource was closed. Closing twice, or one that was never opened, is ignored.
  void resourceClosed(Object resource);
}
