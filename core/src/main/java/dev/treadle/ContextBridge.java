package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Carries what lives in thread-locals (a logging context, a trace) from where a task is started to
/// where it runs. For authors of integrations; found by [java.util.ServiceLoader].
///
/// - [#capture()] runs in each call that starts a task, runs a program or offloads a block, on the
///   calling thread, whether or not that thread belongs to the tree.
/// - [#restore(Object)] runs on the task's thread before its body, [Restored#close()] after it. A
///   pool's thread serves many tasks, so `close` must leave the thread as `restore` found it.
/// - Several bridges restore in the order in which they were found, and close in the opposite one.
///
/// All three are called with every task: they must be quick and must not wait. Without a bridge
/// nothing is called, and starting a task costs what it did.
///
/// If `capture` throws, the call that starts the task throws it and nothing is started. If
/// `restore` throws, that is the failure of the task, whose body is not run. What `close` throws
/// goes to the log: the body's value or failure stands.
///
/// {@snippet class=dev.treadle.MdcBridge region=bridge lang=java}
///
/// @see Context for values of your own, which need no bridge
public interface ContextBridge {

  /// Returns what the calling thread has to hand on, or `null` if that is nothing; then nothing is
  /// restored. What is returned must not change any more.
  @Nullable Object capture();

  /// Puts onto the calling thread what was captured.
  ///
  /// @param captured what [#capture()] returned
  Restored restore(Object captured);

  /// The end of what was restored.
  interface Restored extends AutoCloseable {

    /// Leaves the thread as it was before.
    @Override
    void close();
  }
}
